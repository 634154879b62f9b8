import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextTable } from '../src/journeys/text-table.js';

describe('a table of texts', () => {
  it('numbers distinct texts as a Map does, and gives them back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer({ max: 3_000, min: 0 }).map(String)), { maxLength: 3_000 }),
        (texts) => {
          const [table, model] = [new TextTable(), new Map<string, number>()];
          for (const text of texts) if (!model.has(text)) model.set(text, model.size);
          expect(texts.map((text) => table.add(text))).toEqual(texts.map((text) => model.get(text)));
          expect(table.size).toBe(model.size);
          expect([...model.keys()].map((text) => table.find(text))).toEqual([...model.values()]);
          expect([...model.values()].map((number) => table.text(number))).toEqual([...model.keys()]);
          expect(table.find('never added: too long to be one of them')).toBeUndefined();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuses a text of more than 4,096 bytes', () => {
    expect(() => new TextTable().add('ü'.repeat(2_049))).toThrow(expect.objectContaining({ code: 'TL_FIELD_VALUE' }));
    expect(new TextTable().add('ü'.repeat(2_048))).toBe(0);
  });
});
