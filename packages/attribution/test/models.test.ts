import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODELS, type Model, splitMoney, weights } from '../src/index.js';

const DAY_MS = 86_400_000;

interface Golden {
  readonly source: string;
  readonly model: Model;
  readonly journeys: readonly { readonly path: readonly string[]; readonly conversions: number }[];
  readonly credit: Readonly<Record<string, number>>;
}

const goldens = JSON.parse(readFileSync(new URL('./fixtures/goldens.json', import.meta.url), 'utf8')) as Golden[];

describe('rule models against published figures', () => {
  it.each(goldens)('$source', ({ model, journeys, credit }) => {
    const got: Record<string, number> = {};
    for (const { path, conversions } of journeys) {
      const parts = weights(
        model,
        path.map((channel, index) => ({ channel, at_ms: index * DAY_MS })),
      );
      for (const [index, channel] of path.entries()) got[channel] = (got[channel] ?? 0) + (parts[index] ?? 0) * conversions;
    }
    expect(Object.keys(got).sort()).toEqual(Object.keys(credit).sort());
    for (const [channel, value] of Object.entries(credit)) expect(got[channel]).toBeCloseTo(value, 12);
  });

  it('time decay gives the parts of Adobe’s $50 order (Analytics documentation, Attribution models)', () => {
    const at = (day: number) => Date.UTC(2022, 8, day);
    const touches = [
      { channel: 'paid search', at_ms: at(15) },
      { channel: 'social', at_ms: at(18) },
      { channel: 'email', at_ms: at(24) },
      { channel: 'display', at_ms: at(24) },
    ];
    const parts = weights({ name: 'time_decay', half_life_ms: 7 * DAY_MS }, touches);
    expect(splitMoney(5_000, parts)).toEqual([692, 932, 1688, 1688]);
  });

  it('time decay over touches one half-life apart doubles each time', () => {
    const touches = [0, 7, 14, 21].map((day) => ({ channel: 'c', at_ms: day * DAY_MS }));
    const parts = weights({ name: 'time_decay', half_life_ms: 7 * DAY_MS }, touches);
    expect(parts).toEqual([1 / 15, 2 / 15, 4 / 15, 8 / 15]);
  });
});

const touchesOf = (instants: readonly number[]) => instants.map((at_ms, index) => ({ at_ms, channel: `c${index % 3}` }));
const instants = fc.array(fc.integer({ min: 0, max: 50 * 365 * DAY_MS }), { minLength: 1, maxLength: 60 }).map((list) => list.sort((a, b) => a - b));
const model: fc.Arbitrary<Model> = fc.oneof(
  fc.constantFrom<Model>(
    { name: 'first' },
    { name: 'last' },
    { name: 'linear' },
    { name: 'linear_unique' },
    { name: 'position' },
    { name: 'j_shaped' },
    { name: 'inverse_j' },
  ),
  fc.integer({ min: 1, max: 400 * DAY_MS }).map((half_life_ms): Model => ({ name: 'time_decay', half_life_ms })),
  fc
    .record({ first: fc.integer({ min: 0, max: 100 }), middle: fc.integer({ min: 0, max: 100 }), last: fc.integer({ min: 1, max: 100 }) })
    .map((ends): Model => ({ name: 'position', ends })),
  fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 }).map((list): Model => ({ name: 'custom', weights: list })),
);

describe('every rule model', () => {
  it('gives weights that are not negative and sum to 1, over decades and with the shortest half-life', () => {
    fc.assert(
      fc.property(model, instants, (chosen, list) => {
        const parts = weights(chosen, touchesOf(list));
        expect(parts).toHaveLength(list.length);
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not care what channels are called', () => {
    fc.assert(
      fc.property(model, instants, (chosen, list) => {
        const renamed = touchesOf(list).map((touch) => ({ ...touch, channel: `renamed ${touch.channel}` }));
        expect(weights(chosen, renamed)).toEqual(weights(chosen, touchesOf(list)));
      }),
    );
  });

  it('gives nothing where there is no touch', () => {
    for (const { name } of MODELS) expect(weights(name === 'time_decay' ? { name, half_life_ms: 1 } : { name }, [])).toEqual([]);
  });

  it('leaves the earliest of touches years apart a weight of 0 and not a missing number', () => {
    expect(weights({ name: 'time_decay', half_life_ms: 1 }, touchesOf([0, 10 * 365 * DAY_MS]))).toEqual([0, 1]);
  });

  it('splits what custom weights leave at 0 evenly, and refuses those that name no place or are negative', () => {
    expect(weights({ name: 'custom', weights: [0, 0, 1] }, touchesOf([1, 2]))).toEqual([0.5, 0.5]);
    for (const list of [[], [-1], [Number.NaN]]) expect(() => weights({ name: 'custom', weights: list }, touchesOf([1]))).toThrow(RangeError);
  });

  it('linear per distinct channel gives a channel the same however often it was touched', () => {
    const path = ['a', 'b', 'b', 'b', 'c', 'c'].map((channel, at_ms) => ({ channel, at_ms }));
    expect(splitMoney(18, weights({ name: 'linear_unique' }, path))).toEqual([6, 2, 2, 2, 3, 3]);
  });

  it('refuses end weights that are negative', () => {
    expect(() => weights({ name: 'position', ends: { first: -1, middle: 1, last: 1 } }, touchesOf([1, 2, 3]))).toThrow(RangeError);
  });
});
