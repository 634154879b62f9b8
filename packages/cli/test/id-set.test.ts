import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdSet, idOf } from '../src/id-set.js';

describe('a set of ids', () => {
  it('behaves as a Set of their texts does (I2)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uuid(), fc.constantFrom('a', 'b', '00000000-0000-0000-0000-000000000000')), { maxLength: 2_000 }), (texts) => {
        const [ids, model] = [new IdSet(), new Set<string>()];
        for (const text of texts) {
          expect(ids.add(idOf(text))).toBe(!model.has(text));
          model.add(text);
        }
        expect(ids.size).toBe(model.size);
        expect(texts.every((text) => ids.has(idOf(text)))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('tells ids apart that differ in one bit only, and keeps a million of them in little room', () => {
    const ids = new IdSet();
    const before = process.memoryUsage().arrayBuffers;
    let added = 0;
    for (let number = 0; number < 1_000_000; number += 1) added += ids.add([0x01937b8e, 0x3f007000, 0x80000000, number]) ? 1 : 0;
    expect([added, ids.size]).toEqual([1_000_000, 1_000_000]);
    for (let bit = 0; bit < 32; bit += 1) expect(ids.has([0x01937b8e ^ (1 << bit), 0x3f007000, 0x80000000, 5])).toBe(false);
    expect((process.memoryUsage().arrayBuffers - before) / ids.size).toBeLessThan(48);
  });
});
