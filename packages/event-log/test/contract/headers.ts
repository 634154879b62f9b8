import { describe, expect, it } from 'vitest';
import type { NewRecord, RecordHeaders } from '../../src/index.js';
import { type ContractLog, type Lacks, numbers, type OpenContractLog, record, SINGLE, TOPIC, textOf, until, watch, withLog } from './harness.js';

const TRACE = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const withHeaders = (text: string, headers: RecordHeaders): NewRecord => ({ ...record('k', text), headers });

export function headersContract(open: OpenContractLog, lacks: Lacks): void {
  describe('headers', () => {
    const current = withLog(open);

    it('come back with the record they were given with, and no other has any', async () => {
      const { log } = current();
      await log.append(SINGLE, [record('k', 'a'), withHeaders('b', TRACE), withHeaders('c', {}), withHeaders('d', { 'x-one': '', 'x-two': 'grüße ✓' })]);
      const kept = await log.read(SINGLE, 0, 0, 9);
      expect(kept.map((stored) => [textOf(stored), stored.headers])).toEqual([
        ['a', undefined],
        ['b', TRACE],
        ['c', undefined],
        ['d', { 'x-one': '', 'x-two': 'grüße ✓' }],
      ]);
      expect(kept.map((stored) => 'headers' in stored)).toEqual([false, true, false, true]);
    });

    it('reach the consumer, in every partition, also after the log was opened anew', async () => {
      const headersOf = (text: string) => ({ number: text });
      const texts = numbers(100);
      await current().log.append(
        TOPIC,
        texts.map((text) => ({ ...record(text, text), headers: headersOf(text) })),
      );
      const again = await current().reopen();
      const seen = watch(again, { batch_records_max: 7 });
      await seen.untilTexts(texts.length);
      await seen.consumer.stop();
      for (const stored of seen.batches.flatMap(({ records }) => records)) expect(stored.headers).toEqual(headersOf(textOf(stored)));
    });

    if (lacks.once === undefined) ofARepeat(current);

    it.each([
      ['too many', Object.fromEntries(numbers(17, 'h').map((name) => [name, '']))],
      ['too long', { long: 'x'.repeat(4_096) }],
      ['with a name that is none', { 'Not A Name': 'x' }],
      ['with half a character', { broken: '\ud800' }],
    ])('%s are refused with their place, and nothing of the call is kept', async (_name, headers) => {
      const { log } = current();
      const refused = log.append(SINGLE, [record('k', 'good'), withHeaders('bad', headers)]);
      await expect(refused).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'records.1.headers' });
      expect((await log.heads(SINGLE))[0]?.next_offset).toBe(0);
    });
  });
}

function ofARepeat(current: () => ContractLog): void {
  it('of a repeat are not kept: the first record stands as it is (I2)', async () => {
    const { log } = current();
    const first = { ...record('k', 'v', 'once'), headers: TRACE };
    await log.append(SINGLE, [first]);
    await log.append(SINGLE, [{ ...first, headers: { other: 'x' } }, record('k', 'next')]);
    await until(async () => (await log.heads(SINGLE))[0]?.next_offset === 2);
    expect((await log.read(SINGLE, 0, 0, 9)).map(({ headers }) => headers)).toEqual([TRACE, undefined]);
  });
}
