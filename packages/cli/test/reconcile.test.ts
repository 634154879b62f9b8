import { encodeEvent, naturalEventId } from '@touchline/events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcile } from '../src/reconcile/reconcile.js';
import { Refused } from '../src/reconcile/refused.js';
import { headsOf, scanLog } from '../src/reconcile/scan-log.js';
import { Tallies } from '../src/reconcile/tally.js';
import { Books } from './support/books.js';

const ONE_PARTITION = 'identities';

let books: Books;
beforeEach(async () => {
  books = await Books.open();
});
afterEach(() => books.close());

/** The same number is the same event, on a day and under a key of its own unless told otherwise. */
function identified(number: number, told: { readonly day?: number; readonly key?: string; readonly workspace_id?: string } = {}) {
  const at = `2026-03-${String(told.day ?? 1).padStart(2, '0')}T10:00:00.000Z`;
  const workspace_id = told.workspace_id ?? 'w1';
  const key = told.key ?? `k${number}`;
  const event_id = naturalEventId(['identified', String(number)]);
  const event = {
    type: 'identified',
    version: 1,
    event_id,
    workspace_id,
    occurred_at: at,
    received_at: at,
    source: 'api',
    key,
    person: {},
    payload: {},
  } as const;
  return { key, value: encodeEvent(event) };
}

function rejectOf(partition: number, offset: number) {
  const at = '2026-03-01T10:00:00.000Z';
  const origin = { origin_topic: ONE_PARTITION, origin_partition: partition, origin_offset: offset };
  const payload = { stage: 'ingest', code: 'TL_EVENT_TYPE_UNKNOWN', path: 'version', message: 'm', bytes: 1, ...origin } as const;
  const event_id = naturalEventId(['ingest', String(partition), String(offset)]);
  const head = { type: 'rejected', version: 1, event_id, workspace_id: 'w1', occurred_at: at, received_at: at } as const;
  return { key: 'ingestor', value: encodeEvent({ ...head, source: 'ingestor', key: 'ingestor', person: {}, payload }) };
}

const counted = () => reconcile(books.log, books.warehouse, () => undefined);

describe('reconciling log and warehouse', () => {
  it('finds no gap where repeats stand in other partitions and other workspaces have the same ids (I2, I3, I6)', async () => {
    await books.append(ONE_PARTITION, [
      identified(1),
      identified(2),
      identified(1, { key: 'elsewhere' }),
      identified(2),
      identified(1, { workspace_id: 'w2' }),
    ]);
    await books.storeTopic(ONE_PARTITION);
    expect(await counted()).toMatchObject({ accepted: 5, stored: 3, deduplicated: 2, rejected: 0, in_flight: 0, gap: 0 });
  });

  it('finds a loss and a double that would cancel in the sum (I3)', async () => {
    await books.append(ONE_PARTITION, [identified(1, { day: 1 }), identified(2, { day: 2 })]);
    const placed = (await headsOf(books.log)).flatMap(({ head }) =>
      Array.from({ length: head.next_offset }, (_, offset) => ({ partition: head.partition, offset })),
    );
    await books.storeTopic(ONE_PARTITION);
    await books.warehouse.command(`ALTER TABLE identity_facts DELETE WHERE toDate(occurred_at) = '2026-03-01' SETTINGS mutations_sync = 2`);
    const twin = { ...(JSON.parse(identified(3, { day: 2 }).value.toString()) as object), _topic: ONE_PARTITION, _partition: placed[0]?.partition, _offset: 0 };
    await books.warehouse.insertRows('identity_facts', [twin]);
    const report = await counted();
    expect(report).toMatchObject({ accepted: 2, stored: 2, gap: 2 });
    expect(report.rows.map(({ day, gap }) => [day, gap])).toEqual([
      ['2026-03-01', 1],
      ['2026-03-02', -1],
    ]);
  });

  it('finds a click that the views count twice because its repeat tells another instant (I2, I3)', async () => {
    const click = (at: string) => {
      const event = {
        type: 'redirect_missed',
        version: 1,
        event_id: naturalEventId(['miss']),
        workspace_id: 'w1',
        occurred_at: at,
        received_at: '2026-03-01T10:00:00.000Z',
      };
      return {
        key: 'k',
        value: encodeEvent({ ...event, source: 'tracker', key: 'k', person: {}, payload: { slug: 's', host: 'h', class: 'human' } } as never),
      };
    };
    await books.append('clicks', [click('2026-03-01T10:00:00.000Z'), click('2026-03-01T10:00:00.001Z')]);
    await books.storeTopic('clicks');
    expect(await counted()).toMatchObject({ accepted: 2, stored: 2, deduplicated: 1, gap: 1 });
  });

  it('counts as in flight what lies behind a hole in the ranges, not what stands before it (I3)', async () => {
    await books.append(
      ONE_PARTITION,
      [0, 1, 2, 3, 4, 5].map((number) => identified(number, { key: 'one' })),
    );
    const partition = (await headsOf(books.log))[0]?.head.partition ?? 0;
    await books.store(ONE_PARTITION, partition, { first: 0, last: 1 });
    await books.store(ONE_PARTITION, partition, { first: 0, last: 1 });
    await books.store(ONE_PARTITION, partition, { first: 4, last: 5 });
    expect(await counted()).toMatchObject({ accepted: 6, stored: 2, in_flight: 4, gap: 0 });
  });

  it('knows a refusal from the log before the warehouse does, and forgets it when the record is stored after all (I3)', async () => {
    await books.append(
      ONE_PARTITION,
      [0, 1, 2].map((number) => identified(number, { key: 'one' })),
    );
    const partition = (await headsOf(books.log))[0]?.head.partition ?? 0;
    await books.store(ONE_PARTITION, partition, { first: 0, last: 2, without: [1] });
    await books.append('rejects', [rejectOf(partition, 1)]);
    expect(await counted()).toMatchObject({ accepted: 4, stored: 2, rejected: 1, in_flight: 1, gap: 0 });
    await books.storeTopic('rejects');
    expect(await counted()).toMatchObject({ accepted: 4, stored: 3, rejected: 1, in_flight: 0, gap: 0 });
    // Made anew by code that knows the version.
    await books.store(ONE_PARTITION, partition, { first: 0, last: 2 });
    expect(await counted()).toMatchObject({ accepted: 4, stored: 4, rejected: 0, gap: 0 });
    // Replayed as well: of the two rows the store keeps either.
    await books.append(ONE_PARTITION, [identified(1, { key: 'one' })]);
    await books.store(ONE_PARTITION, partition, { first: 3, last: 3 });
    const replayed = await counted();
    expect(replayed).toMatchObject({ accepted: 5, stored: 4, in_flight: 0, gap: 0 });
    expect(replayed.deduplicated + replayed.rejected).toBe(1);
  });

  it('counts the same when the ids of a topic do not fit in memory at once', async () => {
    const records = Array.from({ length: 900 }, (_, index) => identified(index % 400, { key: `k${index % 7}`, day: 1 + (index % 5) }));
    await books.append(ONE_PARTITION, records);
    const frontiers = (await headsOf(books.log)).map(({ topic, head }) => ({ topic, head, stored_to: head.next_offset - 3 }));
    const refused = await Refused.read(books.log, books.warehouse);
    const tally = async (ids_at_once_max: number) => {
      const tallies = new Tallies();
      const seen: [number, number][] = [];
      await scanLog({ log: books.log, frontiers, refused, tallies, ids_at_once_max, onProgress: (done, total) => seen.push([done, total]) });
      const [done, total] = seen.at(-1) ?? [0, 1];
      expect(done).toBe(total);
      return tallies.close();
    };
    const whole = await tally(1_000);
    expect(whole.reduce((sum, { deduplicated }) => sum + deduplicated, 0)).toBeGreaterThan(400);
    expect(await tally(100)).toEqual(whole);
  });
});
