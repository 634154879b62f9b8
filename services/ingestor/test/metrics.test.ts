import { RecordPack } from '@touchline/event-log';
import { encodeEvent } from '@touchline/events';
import { Metrics } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lag } from '../src/lag.js';
import { type IngestContext, PartitionIngest } from '../src/partition-ingest.js';
import { IngestWatch } from '../src/watch.js';
import { sample } from './support/samples.js';
import { eventually, Stage, settled } from './support/stage.js';

const HOUR_MS = 3_600_000;

async function figure(metrics: Metrics, name: string): Promise<number> {
  const { body } = await metrics.text();
  const line = body.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('the ingestor’s metrics', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  test('before anything is stored, say how many records wait and how old the oldest is', async () => {
    const received_at = new Date(Date.now() - HOUR_MS).toISOString();
    await stage.append([{ ...sample('order_placed', 0), received_at }]);
    const lag = new Lag(stage.log, 'nobody', () => undefined);
    const orders = (await lag.now()).find(({ topic }) => topic === 'conversions');
    expect(orders?.records).toBe(1);
    expect(orders?.age_ms).toBeGreaterThanOrEqual(HOUR_MS);
    expect(orders?.age_ms).toBeLessThan(HOUR_MS + 60_000);
    expect((await lag.now()).find(({ topic }) => topic === 'clicks')).toEqual({ topic: 'clicks', records: 0, age_ms: 0 });
  });

  test('add up: stored, refused by code, and what was there before (I3)', async () => {
    const metrics = new Metrics();
    await stage.append(Array.from({ length: 20 }, (_, number) => sample('order_placed', number + 1)));
    await stage.log.append('conversions', [{ key: 'k', value: Buffer.from('no event') }]);
    const ingestor = stage.ingestor({ metrics, group: 'counted' });
    await settled(ingestor);
    await ingestor.stop();
    expect(await figure(metrics, 'touchline_ingest_stored_total{topic="conversions"}')).toBe(21);
    expect(await figure(metrics, 'touchline_ingest_rejected_total{topic="conversions",code="TL_EVENT_MALFORMED"}')).toBe(1);
    expect(await figure(metrics, 'touchline_ingest_deduplicated_total{topic="conversions"}')).toBe(0);
    expect(await figure(metrics, 'touchline_ingest_lag_records{topic="conversions"}')).toBe(0);
    expect(await figure(metrics, 'touchline_ingest_lag_seconds{topic="conversions"}')).toBe(0);
    expect(await figure(metrics, 'touchline_ingest_in_flight_records')).toBe(0);
    expect(await figure(metrics, 'touchline_insert_duration_seconds_count{table="order_facts"}')).toBeGreaterThan(0);
    expect(await figure(metrics, 'touchline_ingest_batch_records_count')).toBeGreaterThan(0);
  });

  test('a batch handed out again is left alone and counted as such (I2)', async () => {
    const metrics = new Metrics();
    const before = await stage.count('orders');
    const { log, warehouse } = stage;
    const watch = new IngestWatch({ metrics, lag: new Lag(log, 'nobody', () => undefined) });
    const context: IngestContext = { log, warehouse, ready: async () => undefined, onRejects: () => undefined, onStored: (range) => watch.stored(range) };
    const head = (await log.heads('conversions')).find(({ next_offset }) => next_offset > 0);
    if (head === undefined) throw new Error('nothing was appended');
    const { partition, next_offset } = head;
    const records = await log.read('conversions', partition, 0, next_offset);
    const batch = { topic: 'conversions', partition, first_offset: 0, last_offset: next_offset - 1, records, pack: RecordPack.of(records) };
    const ingest = new PartitionIngest(context, 'conversions', partition);
    await watch.batch(batch, () => ingest.take(batch));
    expect(await figure(metrics, 'touchline_ingest_deduplicated_total{topic="conversions"}')).toBe(records.length);
    expect(await stage.count('orders')).toBe(before);
  });

  test('failures are counted by code, and records wait meanwhile', async () => {
    const metrics = new Metrics();
    await stage.server.stop();
    const ingestor = stage.ingestor({ metrics });
    await stage.log.append('facts', [{ key: 'k', value: encodeEvent(sample('cost_recorded', 1)) }]);
    await eventually(async () => (await figure(metrics, 'touchline_ingest_failures_total{code="TL_STORE_UNAVAILABLE"}')) > 0);
    expect(await figure(metrics, 'touchline_ingest_lag_records{topic="facts"}')).toBe(1);
    await ingestor.stop();
  });
});
