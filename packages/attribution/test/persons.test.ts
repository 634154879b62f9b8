import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, persons } from '../src/index.js';

const edge = (event_id: string, occurred_at_ms: number, ...identifiers: string[]): Edge => ({ event_id, occurred_at_ms, identifiers });
const shapes = (edges: readonly Edge[], max?: number) => persons(edges, max).map((person) => [person.person_id, person.identifiers.length, person.suspicious]);

describe('persons', () => {
  it('are who is connected, named by the smallest identifier', () => {
    const edges = [edge('1', 1, 'visitor:b', 'customer:k'), edge('2', 2, 'email:e', 'visitor:b'), edge('3', 3, 'visitor:z', 'order:9')];
    expect(persons(edges)).toEqual([
      { person_id: 'customer:k', identifiers: ['customer:k', 'email:e', 'visitor:b'], suspicious: false },
      { person_id: 'order:9', identifiers: ['order:9', 'visitor:z'], suspicious: false },
    ]);
  });

  it('do not grow past 50 identifiers: the union is refused and both sides are flagged', () => {
    const star = Array.from({ length: 60 }, (_, index) =>
      edge(String(index).padStart(2, '0'), index, 'customer:hub', `visitor:${String(index).padStart(2, '0')}`),
    );
    const found = persons(star);
    expect(found[0]).toMatchObject({ person_id: 'customer:hub', suspicious: true });
    expect(found[0]?.identifiers).toHaveLength(50);
    expect(found.slice(1).map((person) => person.person_id)).toEqual(Array.from({ length: 11 }, (_, index) => `visitor:${49 + index}`));
    expect(found.slice(1).every((person) => person.suspicious)).toBe(true);
  });

  it('may place any number of orders', () => {
    const edges = Array.from({ length: 200 }, (_, index) => edge(`${index}`, index, 'customer:loyal', `order:${index}`));
    expect(shapes(edges)).toEqual([['customer:loyal', 201, false]]);
  });

  it('come out the same in whatever order the facts come in, refusals included (I5)', () => {
    const name = fc.integer({ min: 0, max: 12 });
    const facts = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.array(name, { minLength: 1, maxLength: 4 })), { maxLength: 30 });
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })), (list, keys) => {
        const edges = list.map(([at, names], index) => edge(`e${index}`, at, ...names.map((one) => (one > 9 ? `order:${one}` : `visitor:${one}`))));
        const shuffled = edges
          .map((one) => ({ one: { ...one, identifiers: [...one.identifiers].reverse() }, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(persons(shuffled, 4)).toEqual(persons(edges, 4));
      }),
    );
  });
});
