import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../src/index.js';
import { everything, numbers, type OpenContractLog, record, SINGLE, TOPIC, withLog } from './harness.js';

/** What a copy of a log needs beside its bytes. */
export function copyingContract(open: OpenContractLog): void {
  describe('a copy of a log', () => {
    const current = withLog(open);

    it('puts a record into the partition it is told, whatever its key', async () => {
      const { log } = current();
      const partition = (partitionOf(TOPIC, 'key') + 1) % (await log.heads(TOPIC)).length;
      const outcomes = await log.append(TOPIC, [{ ...record('key', 'there'), partition }, record('key', 'by key')]);
      expect(outcomes.map((outcome) => outcome.partition)).toEqual([partition, partitionOf(TOPIC, 'key')]);
      expect(await everything(log, TOPIC)).toContainEqual({ partition, offset: 0, text: 'there' });
    });

    it('is refused with the path of a partition that is not there; nothing of that call is kept', async () => {
      const { log } = current();
      for (const partition of [-1, 0.5, 4]) {
        const call = log.append(TOPIC, [record('a', 'good'), { ...record('a', 'bad'), partition }]);
        await expect(call).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'records.1.partition' });
      }
      expect(await everything(log, TOPIC)).toEqual([]);
    });

    it('reads every record with the once_id it was appended with, so that a repeat stays one in the copy (I2)', async () => {
      const { log } = current();
      await log.append(
        SINGLE,
        numbers(20).map((n) => record(n, n, Number(n) % 3 === 0 ? `once ${n}` : undefined)),
      );
      await log.append(SINGLE, [record('again', 'again', 'once 3')]);
      const again = await current().reopen();
      const read = await again.read(SINGLE, 0, 5, 10);
      expect(read.map(({ offset, once_id }) => [offset, once_id])).toEqual(
        Array.from({ length: 10 }, (_, index) => [index + 5, (index + 5) % 3 === 0 ? `once ${index + 5}` : undefined]),
      );
    });
  });
}
