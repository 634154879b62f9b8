import { TouchlineError } from '@touchline/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Forwarder } from '../src/forwarder.js';
import { eventOf, eventually, Stage } from './support/stage.js';

const KAFKA_DOWN = new TouchlineError('TL_LOG_UNAVAILABLE', 'The event log could not be written: no broker answers.');

let stage: Stage;
let forwarder: Forwarder;

beforeEach(async () => {
  stage = await Stage.open();
  forwarder = stage.forwarder();
});

afterEach(async () => {
  await forwarder.stop();
  await stage.close();
});

describe('the forwarder', () => {
  it('moves every record once, byte for byte, under its own key and in order, and empties the outbox (I1)', async () => {
    for (let time = 0; time < 10; time += 1) await stage.append(100);
    await stage.drained();
    const arrived = await stage.arrived();
    expect(arrived.flat().length).toBe(1_000);
    const from = await stage.outbox.heads('clicks');
    for (const [partition, told] of arrived.entries()) {
      // The same key goes to the same partition on both sides, so order by key is order by partition.
      expect(told.length).toBe(from[partition]?.next_offset);
      expect(told.map(({ number }) => number)).toEqual(told.map(({ number }) => number).toSorted((a, b) => a - b));
    }
    const [first] = await stage.truth.read('clicks', (await stage.truth.heads('clicks')).find(({ next_offset }) => next_offset > 0)?.partition ?? 0, 0, 1);
    expect(Buffer.from(first?.value ?? '')).toEqual(eventOf(arrived.find((told) => told.length > 0)?.[0] ?? { key: '', number: 0 }));
    await eventually(async () => forwarder.totals.trimmed === 1_000);
    expect(forwarder.totals).toEqual({ forwarded: 1_000, trimmed: 1_000, failures: 0 });
  });

  it('takes along the headers, by which a trace is followed', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await stage.outbox.append('clicks', [{ key: 'k', value: eventOf({ key: 'k', number: 1 }), headers: { traceparent } }]);
    await stage.drained();
    const heads = await stage.truth.heads('clicks');
    const records = await Promise.all(heads.map(({ partition }) => stage.truth.read('clicks', partition, 0, 10)));
    expect(records.flat()).toMatchObject([{ headers: { traceparent } }]);
  });

  it('passes on what is no event, for the ingestor to refuse it (I3)', async () => {
    await stage.outbox.append('clicks', [{ key: 'k', value: Buffer.from('nonsense') }]);
    await stage.drained();
    const heads = await stage.truth.heads('clicks');
    const records = await Promise.all(heads.map(({ partition }) => stage.truth.read('clicks', partition, 0, 10)));
    expect(records.flat().map(({ value }) => Buffer.from(value).toString())).toEqual(['nonsense']);
  });

  it('removes nothing while Kafka takes nothing, says so, and goes on by itself when it does again (I1)', async () => {
    stage.down = KAFKA_DOWN;
    await stage.append(300);
    await eventually(async () => forwarder.totals.failures > 0);
    expect(forwarder.health()).toMatchObject({ ready: true, detail: expect.stringContaining('no broker answers') });
    await eventually(async () => forwarder.health().detail?.includes('wait for Kafka') === true);
    expect(forwarder.health()).toMatchObject({ ready: true, state: 'degraded' });
    expect(forwarder.health().detail).toMatch(/300 records .* wait for Kafka, the oldest for \d+ s/);
    expect(stage.waiting()).toBe(300);
    expect((await stage.arrived()).flat()).toEqual([]);
    stage.down = undefined;
    await stage.drained();
    expect((await stage.arrived()).flat().length).toBe(300);
    expect(forwarder.health()).toEqual({ ready: true, state: 'ready' });
  });

  it('never carries the directory, which is appended to Kafka itself', async () => {
    await stage.outbox.append('directory', [{ key: 'k', value: Buffer.from('x') }]);
    await stage.append(10);
    await eventually(async () => (await stage.arrived()).flat().length === 10);
    expect((await stage.truth.heads('directory'))[0]?.next_offset).toBe(0);
  });

  it('of two on one machine sends each record once, and one that stops hands over at once (I2)', async () => {
    const second = stage.forwarder();
    await stage.append(500);
    await forwarder.stop();
    await stage.append(500);
    await stage.drained();
    await second.stop();
    expect((await stage.arrived()).flat().length).toBe(1_000);
  });
});

describe('an outbox at its limit', () => {
  it('is unhealthy and takes nothing more, and is well again when Kafka has taken what waited (I1)', async () => {
    const small = await Stage.open(2 * 1_048_576);
    const own = small.forwarder();
    small.down = KAFKA_DOWN;
    const fill = async () => {
      for (;;) await small.append(200);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    const kept = small.waiting();
    await eventually(async () => own.health().state === 'unhealthy');
    expect(own.health()).toMatchObject({ ready: false, detail: expect.stringContaining('the outbox is full') });
    small.down = undefined;
    await small.drained();
    expect((await small.arrived()).flat().length).toBe(kept);
    expect(own.health().ready).toBe(true);
    await small.append(200);
    await small.drained();
    expect((await small.arrived()).flat().length).toBe(kept + 200);
    await own.stop();
    await small.close();
  });
});
