import { encodeEvent } from '@touchline/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from './support/samples.js';
import { Stage } from './support/stage.js';

const ORDERS = 100;
/** Well-formed to a glance at its head, yet not to ClickHouse: read by nobody before. */
const poisoned = (number: number) =>
  Buffer.from(encodeEvent(sample('order_placed', number)).toString().replace('"amount_minor":4990', '"amount_minor":"much"'));

describe('what cannot be stored', () => {
  let stage: Stage;
  const rejects = () =>
    stage.warehouse.query<{ code: string; path: string; workspace_id: string; origin_topic: string; origin_offset: number; raw: string }>(
      `SELECT payload.code AS code, payload.path AS path, workspace_id, payload.origin_topic AS origin_topic, payload.origin_offset AS origin_offset, person.raw AS raw
       FROM reject_facts FINAL ORDER BY origin_topic, payload.origin_partition, origin_offset`,
    );

  beforeAll(async () => {
    stage = await Stage.open();
    const records = Array.from({ length: ORDERS }, (_, number) => ({
      key: 'one partition',
      value: number === 17 || number === 18 || number === 93 ? poisoned(number) : encodeEvent(sample('order_placed', number)),
    }));
    await stage.log.append('conversions', records);
    await stage.log.append('identities', [
      { key: 'k', value: Buffer.from([0xff, 0x00, 0x7b]) },
      { key: 'k', value: Buffer.from('{"type":"order_placed","version":99,"event_id":"x"}') },
      { key: 'k', value: Buffer.from('{"type":"astonished","version":1,"workspace_id":"w2"}') },
      { key: 'k', value: Buffer.from('[]') },
      { key: 'k', value: Buffer.alloc(0) },
      // Not written by encodeEvent, but an event all the same.
      { key: 'k', value: Buffer.from(JSON.stringify({ ...sample('identified', 5), type: undefined, version: 1 }).replace('{', '{ "type": "identified", ')) },
    ]);
    await stage.log.append('rejects', [{ key: 'k', value: Buffer.from('not a reject') }]);
    await stage.ingestAll();
  });
  afterAll(() => stage.close());

  test('stands alone among the rejects, and everything around it is stored', async () => {
    expect(await stage.count('orders')).toBe(ORDERS - 3);
    expect(await stage.warehouse.query('SELECT count() AS rows, uniqExact(event_id) AS events FROM order_facts')).toEqual([
      { rows: ORDERS - 3, events: ORDERS - 3 },
    ]);
    expect(await stage.count('identities')).toBe(1);
  });

  test('is kept whole, with where it stood, whose it is and a code', async () => {
    const all = await rejects();
    const [orders, others] = ['conversions', 'identities'].map((topic) => all.filter(({ origin_topic }) => origin_topic === topic));
    expect(orders).toMatchObject(
      [17, 18, 93].map((origin_offset) => ({ origin_offset, code: 'TL_EVENT_MALFORMED', path: 'payload.amount_minor', workspace_id: 'w1' })),
    );
    expect(orders?.[0]?.raw).toBe(poisoned(17).toString());
    expect(others?.map(({ origin_offset, code, workspace_id }) => [origin_offset, code, workspace_id])).toEqual([
      [0, 'TL_EVENT_MALFORMED', 'unknown'],
      [1, 'TL_EVENT_MALFORMED', 'unknown'],
      [2, 'TL_EVENT_MALFORMED', 'w2'],
      [3, 'TL_EVENT_MALFORMED', 'unknown'],
      [4, 'TL_EVENT_MALFORMED', 'unknown'],
    ]);
  });

  test('I3: is counted in the book of ranges', async () => {
    const [counted] = await stage.warehouse.query<{ records: number; rejected: number }>(
      `SELECT sum(records) AS records, sum(rejected) AS rejected FROM ingest_ranges FINAL WHERE state = 'stored' AND topic IN ('conversions', 'identities')`,
    );
    expect(counted).toEqual({ records: ORDERS + 6, rejected: 3 + 5 });
  });

  test('does not make rejects of rejects', async () => {
    const [head] = await stage.log.heads('rejects');
    expect(head?.next_offset).toBe(1 + 3 + 5);
    expect((await rejects()).map(({ origin_topic }) => origin_topic)).not.toContain('rejects');
  });

  test('I2, I5: is rejected once, however often the log is taken in', async () => {
    const before = await rejects();
    await stage.warehouse.command(`DROP DATABASE ${stage.config.CLICKHOUSE_DATABASE} SYNC`);
    await stage.ingestAll();
    expect(await rejects()).toEqual(before);
    const [head] = await stage.log.heads('rejects');
    expect(head?.next_offset).toBe(1 + 3 + 5);
  });

  test('says so where the event is sound and the warehouse is not made for it', async () => {
    await stage.warehouse.command(`ALTER TABLE miss_facts ADD CONSTRAINT narrow CHECK payload.slug != 'refused'`);
    await stage.append([sample('redirect_missed', 1, { slug: 'refused' }), sample('redirect_missed', 2), sample('click', 3)]);
    await stage.ingestAll();
    expect((await rejects()).filter(({ origin_topic }) => origin_topic === 'clicks')).toMatchObject([
      { code: 'TL_WAREHOUSE_REFUSED', path: '', workspace_id: 'w1' },
    ]);
    expect([await stage.count('redirect_misses'), await stage.count('clicks')]).toEqual([1, 1]);
  });
});
