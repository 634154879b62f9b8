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
          for (const text of texts) {
            if (!model.has(text)) model.set(text, model.size);
            expect(table.add(text)).toBe(model.get(text));
          }
          expect(table.size).toBe(model.size);
          for (const [text, number] of model) {
            expect(table.find(text)).toBe(number);
            expect(table.text(number)).toBe(text);
          }
          expect(table.find('never added: too long to be one of them')).toBeUndefined();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps ids in little room', () => {
    const [table, before] = [new TextTable(), process.memoryUsage().arrayBuffers];
    for (let number = 0; number < 200_000; number += 1) table.add(`01937b8e-3f00-7000-8000-${String(number).padStart(12, '0')}`);
    expect(table.size).toBe(200_000);
    expect((process.memoryUsage().arrayBuffers - before) / table.size).toBeLessThan(80);
  });

  it('refuses a text of more than 4,096 bytes', () => {
    expect(() => new TextTable().add('ü'.repeat(2_049))).toThrow(expect.objectContaining({ code: 'TL_FIELD_VALUE' }));
    expect(new TextTable().add('ü'.repeat(2_048))).toBe(0);
  });
});
