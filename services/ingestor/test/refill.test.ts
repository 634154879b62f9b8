import { EVENT_TYPES } from '@touchline/events';
import { FACT_TABLE } from '@touchline/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from './support/samples.js';
import { eventually, Stage, settled } from './support/stage.js';

const EACH = 30;
const TABLES = [...new Set(Object.values(FACT_TABLE))];

describe('I5: the warehouse is made from the log', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    for (let number = 0; number < EACH; number += 1) await stage.append(EVENT_TYPES.map((type) => sample(type, number)));
    await stage.ingestAll();
  });
  afterAll(() => stage.close());

  /** Everything but when it was written. */
  async function contents(): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    for (const table of TABLES) {
      found[table] = await stage.warehouse.query(`SELECT * EXCEPT (ingested_at), count() OVER () AS rows FROM ${table} ORDER BY _topic, _partition, _offset`);
    }
    return found;
  }

  test('emptied while nobody looked, it is filled again from offset 0, with the same rows', async () => {
    const before = await contents();
    await stage.warehouse.command(`DROP DATABASE ${stage.config.CLICKHOUSE_DATABASE} SYNC`);
    await stage.ingestAll();
    expect(await contents()).toEqual(before);
    for (const table of [...TABLES, 'ingest_ranges']) await stage.warehouse.command(`TRUNCATE TABLE ${table}`);
    await stage.ingestAll({ batch_records_max: 7 });
    expect(await contents()).toEqual(before);
  });

  test('emptied under a running ingestor, it is made again and filled when the next record comes', async () => {
    const before = await stage.count('orders');
    const ingestor = stage.ingestor();
    try {
      await settled(ingestor);
      await stage.warehouse.command(`DROP DATABASE ${stage.config.CLICKHOUSE_DATABASE} SYNC`);
      await stage.append([sample('order_placed', EACH)]);
      await eventually(async () => (await stage.warehouse.query<{ n: number }>('SELECT count() AS n FROM order_facts').catch(() => []))[0]?.n !== undefined);
    } finally {
      await ingestor.stop();
    }
    await stage.ingestAll();
    expect(await stage.count('orders')).toBe(before + 1);
    expect(await stage.count('clicks')).toBe(EACH);
  });

  test('I2: a group whose position was lost, or is behind, doubles nothing', async () => {
    const before = await contents();
    const ranges = await stage.count('ingest_ranges');
    // Every group of these tests is new, so that its position is 0.
    await stage.ingestAll();
    await stage.ingestAll();
    expect(await contents()).toEqual(before);
    expect(await stage.count('ingest_ranges')).toBe(ranges);
  });

  test('I1: a group whose position is ahead of the warehouse leaves nothing out', async () => {
    const before = await contents();
    const group = 'ahead';
    const first = stage.ingestor({ group });
    await settled(first);
    await first.stop();
    for (const table of [...TABLES, 'ingest_ranges']) await stage.warehouse.command(`TRUNCATE TABLE ${table}`);
    await stage.ingestAll({ group });
    expect(await contents()).toEqual(before);
  });

  test('I2: events sent a second time change no number', async () => {
    const views = async () =>
      Promise.all(
        ['clicks', 'orders', 'refunds', 'costs', 'identities', 'code_redemptions', 'creators'].map((view) =>
          stage.warehouse.query(`SELECT * FROM ${view} ORDER BY ALL`),
        ),
      );
    const before = await views();
    for (let number = 0; number < EACH; number += 1) await stage.append(EVENT_TYPES.map((type) => sample(type, number)));
    await stage.ingestAll();
    expect(await views()).toEqual(before);
  });

  test('I1: a log that lost its end is not taken for one that was taken in', async () => {
    await stage.warehouse.insertRows('ingest_ranges', [
      { topic: 'facts', partition: 0, first_offset: 0, last_offset: 1_000_000, state: 'stored', records: 1, rejected: 0 },
    ]);
    const ingestor = stage.ingestor();
    await eventually(async () => (await ingestor.health()).detail?.includes('The warehouse holds facts/0') === true);
    expect(await ingestor.health()).toMatchObject({ ready: false });
    await ingestor.stop();
  });
});
