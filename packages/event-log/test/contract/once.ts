import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../src/index.js';
import { type ContractLog, everything, isDense, numbers, type OpenContractLog, record, TOPIC, withLog } from './harness.js';

export function onceContract(open: OpenContractLog): void {
  describe('a record with a once_id', () => {
    const current = withLog(open);

    it('is kept once: a repeat is told where the first went, under whatever key it comes (I2)', async () => {
      const { log } = current();
      const [first] = await log.append(TOPIC, [record('a', 'one', 'id')]);
      const [second] = await log.append(TOPIC, [record('another key', 'two', 'id')]);
      expect(first?.outcome).toBe('appended');
      expect(second).toEqual({ ...first, outcome: 'duplicate' });
      expect((await everything(log, TOPIC)).map(({ text }) => text)).toEqual(['one']);
    });

    it('is kept once within one call (I2)', async () => {
      const { log } = current();
      const outcomes = await log.append(TOPIC, [record('a', '1', 'x'), record('a', '2', 'y'), record('a', '3', 'x')]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'duplicate']);
      expect(outcomes[2]?.offset).toBe(outcomes[0]?.offset);
    });

    it('is kept once when many append it at the same instant, and after the log was opened anew (I2)', async () => {
      const { log } = current();
      const outcomes = (await Promise.all(numbers(50).map((n) => log.append(TOPIC, [record(n, n, 'same')])))).flat();
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(new Set(outcomes.map(({ partition, offset }) => `${partition}/${offset}`)).size).toBe(1);
      const again = await current().reopen();
      expect((await again.append(TOPIC, [record('k', 'late', 'same')]))[0]?.outcome).toBe('duplicate');
      expect(await everything(again, TOPIC)).toHaveLength(1);
    });

    it('is another one in another topic', async () => {
      const { log } = current();
      await log.append(TOPIC, [record('a', 'x', 'id')]);
      expect((await log.append('conversions', [record('a', 'x', 'id')]))[0]?.outcome).toBe('appended');
    });

    it('is told apart from every other, however alike their ids look (I1)', async () => {
      const { log } = current();
      const ids = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }), { minLength: 2, maxLength: 30 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(ids, async (given) => {
          run += 1;
          const outcomes = await log.append(
            TOPIC,
            given.map((id) => record('k', 'v', `${run} ${id}`)),
          );
          expect(outcomes.map(({ outcome }) => outcome)).toEqual(given.map(() => 'appended'));
        }),
        { numRuns: 20, examples: [[['a', 'a\0', 'a\0\0', '\0a', 'a\u0001', ' a', 'a ', 'A', 'é', 'e\u0301']]] },
      );
    });

    refusesIds(current);

    it('behaves as a plain list and a set of ids do, over any calls (I2)', async () => {
      const { log } = current();
      const given = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), id: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) });
      const calls = fc.array(fc.array(given, { maxLength: 6 }), { minLength: 1, maxLength: 12 });
      const model = new Model((await log.heads(TOPIC)).map(({ next_offset }) => next_offset));
      await fc.assert(
        fc.asyncProperty(calls, fc.nat(), async (asked, salt) => {
          const batches = asked.map((call) => call.map(({ key, id }) => record(key, 'v', id === undefined ? undefined : `${salt} ${id}`)));
          const outcomes = await Promise.all(batches.map((batch) => log.append(TOPIC, batch)));
          expect(outcomes).toEqual(batches.map((batch) => batch.map(({ key, once_id }) => model.append(key, once_id))));
        }),
        { numRuns: 20 },
      );
      expect(await isDense(log, TOPIC)).toBe(true);
    });
  });
}

/** Where ids cannot be remembered: a repeat is a record like any other, and whoever reads tells it by its event id. */
export function noOnceContract(open: OpenContractLog, reason: string): void {
  describe(`a record with a once_id is kept each time it is sent, as ${reason}`, () => {
    const current = withLog(open);

    it('and each is told its own place', async () => {
      const { log } = current();
      const outcomes = [
        ...(await log.append(TOPIC, [record('a', 'one', 'id'), record('a', 'two', 'id')])),
        ...(await log.append(TOPIC, [record('a', 'three', 'id')])),
      ];
      expect(outcomes.map(({ outcome, offset }) => [outcome, offset])).toEqual([0, 1, 2].map((offset) => ['appended', offset]));
      expect((await everything(log, TOPIC)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    });

    refusesIds(current);
  });
}

function refusesIds(current: () => ContractLog): void {
  it('is refused with the path of the id when no store could tell it apart; nothing of that call is kept', async () => {
    const { log } = current();
    for (const id of ['', 'x'.repeat(513), '\ud800']) {
      const call = log.append(TOPIC, [record('a', 'good'), record('a', 'bad', id)]);
      await expect(call).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'records.1.once_id' });
    }
    expect(await everything(log, TOPIC)).toEqual([]);
  });
}

class Model {
  readonly #next: number[];
  readonly #ids = new Map<string, { partition: number; offset: number }>();

  constructor(next: number[]) {
    this.#next = next;
  }

  append(key: string, once_id: string | undefined) {
    const first = once_id === undefined ? undefined : this.#ids.get(once_id);
    if (first !== undefined) return { outcome: 'duplicate', ...first };
    const partition = partitionOf(TOPIC, key);
    const offset = this.#next[partition] ?? 0;
    this.#next[partition] = offset + 1;
    if (once_id !== undefined) this.#ids.set(once_id, { partition, offset });
    return { outcome: 'appended', partition, offset };
  }
}
