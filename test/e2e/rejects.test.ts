import { setTimeout as sleep } from 'node:timers/promises';
import { openDirectory } from '@touchline/directory';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type AnyEvent, encodeEvent, naturalEventId } from '@touchline/events';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import { withWarehouse } from '../support/warehouse.js';

interface Reject {
  readonly reject_id: string;
  readonly code: string;
  readonly path: string;
  readonly stage: string;
  readonly received_at: string;
}

interface Replayed {
  readonly rejects: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly results: readonly { readonly outcome: string; readonly code?: string; readonly path?: string; readonly event_id?: string }[];
}

let running: RunningTouchline;
let log: EventLog;

/** Every command is a process of its own, and machines differ. */
const TEST_MS_MAX = 180_000;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
  running.environment['TOUCHLINE_KEY'] = running.firstKey;
  log = openLocalLog({ path: dataPaths(loadConfig(running.environment)).log });
});

afterAll(async () => {
  await log.close();
  await running.remove();
});

async function send(body: string): Promise<string> {
  const headers = { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json' };
  return (await fetch(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body })).text();
}

function order(version: number, order_id: string): { readonly bytes: Buffer; readonly event: AnyEvent } {
  const at = new Date().toISOString();
  const event_id = naturalEventId(['default', 'order_placed', order_id]);
  const payload = { order_id, amount_minor: 1_000, currency: 'EUR', codes: [], items: [], kind: 'subscription_renewed' };
  const event = {
    type: 'order_placed',
    version,
    event_id,
    workspace_id: 'default',
    occurred_at: at,
    received_at: at,
    source: 'api',
    key: 'k',
    person: {},
    payload,
  };
  return { event: event as unknown as AnyEvent, bytes: encodeEvent(event as never) };
}

const listed = (...filter: string[]) => running.json<Reject[]>('rejects', 'list', ...filter);
const replayed = (...filter: string[]) => running.json<Replayed>('rejects', 'replay', ...filter);
const ends = async () => (await Promise.all(['conversions', 'rejects'].map((topic) => log.heads(topic)))).flat().map(({ next_offset }) => next_offset);

/** Waits until one reject of this code is there. */
function rejectOf(code: string): Promise<Reject> {
  return until(`the reject ${code}`, 20_000, async () => (await listed('--code', code))[0]);
}

async function isReconciled(): Promise<void> {
  const report = await until('nothing in flight', 30_000, async () => {
    const now = await running.json<{ in_flight: number; gap: number }>('reconcile');
    return now.in_flight === 0 ? now : undefined;
  });
  expect(report.gap).toBe(0);
}

const orderIds = () =>
  withWarehouse(running, async (warehouse) => (await warehouse.query<{ id: string }>('SELECT order_id AS id FROM orders ORDER BY id')).map(({ id }) => id));

describe('an event the collector refused', () => {
  it(
    'is listed with its reason and without what it carried, which is shown only when asked for (I9)',
    async () => {
      const text = '{"type":"order_placed","order_id":"secret-1","amount_minor":1,"currency":"EUR","colour":"red"}';
      await send(text);
      const reject = await rejectOf('TL_FIELD_UNKNOWN');
      expect(reject).toMatchObject({ stage: 'edge', path: 'colour' });
      for (const result of [
        await running.cli('rejects', 'list'),
        await running.cli('rejects', 'show', reject.reject_id),
        await running.cli('rejects', 'show', reject.reject_id, '--json'),
      ]) {
        expect([result.code, result.stdout.includes('secret-1')]).toEqual([0, false]);
      }
      expect((await running.cli('rejects', 'show', reject.reject_id, '--raw')).stdout).toBe(text);
      expect((await running.cli('rejects', 'show', 'b7f3a0')).stderr).toContain('[TL_ENTITY_UNKNOWN]');
    },
    TEST_MS_MAX,
  );

  it(
    'is refused again by the front door as long as it is wrong, with code and path',
    async () => {
      const again = await replayed('--code', 'TL_FIELD_UNKNOWN');
      expect(again).toMatchObject({ rejects: 1, rejected: 1, results: [{ outcome: 'rejected', code: 'TL_FIELD_UNKNOWN', path: 'colour' }] });
    },
    TEST_MS_MAX,
  );

  it(
    'is taken in when it has become right, at the instant it was sent first, and once (I2)',
    async () => {
      await send('{"type":"order_placed","order_id":"usd-1","amount_minor":700,"currency":"USD","customer_id":"c1"}');
      const reject = await rejectOf('TL_CURRENCY_RATE_MISSING');
      await dollars();
      const before = await ends();
      expect(await replayed('--id', reject.reject_id, '--dry-run')).toMatchObject({ accepted: 1, results: [{ outcome: 'accepted' }] });
      expect(await ends()).toEqual(before);
      expect(await replayed('--id', reject.reject_id)).toMatchObject({ accepted: 1, duplicate: 0, rejected: 0 });
      await until('the order', 20_000, async () => ((await orderIds()).includes('usd-1') ? true : undefined));
      const [at] = await withWarehouse(running, (warehouse) =>
        warehouse.query<{ at: string }>(`SELECT toString(occurred_at) AS at FROM orders WHERE order_id = 'usd-1'`),
      );
      expect(`${at?.at.replace(' ', 'T')}Z`).toBe(reject.received_at);
      expect(await replayed('--id', reject.reject_id, '--dry-run')).toMatchObject({ duplicate: 1 });
      expect(await replayed('--id', reject.reject_id)).toMatchObject({ accepted: 0, duplicate: 1 });
      await isReconciled();
    },
    TEST_MS_MAX,
  );

  it(
    'is not taken into another workspace, whose key it is replayed with (I6)',
    async () => {
      const other = await openDirectoryOf((directory) => directory.createKey('other', { name: 'other', scopes: ['events:write'] }));
      const reject = await rejectOf('TL_CURRENCY_RATE_MISSING');
      running.environment['TOUCHLINE_KEY'] = other.token;
      expect(await replayed('--id', reject.reject_id)).toMatchObject({ rejected: 1, results: [{ code: 'TL_AUTH_SCOPE' }] });
      running.environment['TOUCHLINE_KEY'] = running.firstKey;
    },
    TEST_MS_MAX,
  );
});

describe('an event of a version this code does not know', () => {
  it(
    'goes to the rejects, and stays there until it is known: nothing is appended for it',
    async () => {
      await log.append('conversions', [{ key: 'k', value: order(9, 'future').bytes }]);
      await rejectOf('TL_EVENT_TYPE_UNKNOWN');
      const before = await ends();
      for (const mode of [['--dry-run'], []]) {
        expect(await replayed('--code', 'TL_EVENT_TYPE_UNKNOWN', ...mode)).toMatchObject({
          rejected: 1,
          results: [{ code: 'TL_EVENT_TYPE_UNKNOWN', path: 'version' }],
        });
      }
      expect(await ends()).toEqual(before);
      await isReconciled();
    },
    TEST_MS_MAX,
  );

  it(
    'is stored once when the code knows it and it is replayed; a second replay does nothing (I1, I2, I3)',
    async () => {
      const reject_id = await refusedByOlderCode('renewal');
      await isReconciled();
      const before = await ends();
      expect(await replayed('--id', reject_id, '--dry-run')).toMatchObject({ accepted: 1 });
      expect(await ends()).toEqual(before);
      expect(await replayed('--id', reject_id)).toMatchObject({ rejects: 1, accepted: 1, duplicate: 0, rejected: 0 });
      // At once, before the ingestor can have stored it: the log knows.
      expect(await replayed('--id', reject_id)).toMatchObject({ accepted: 0, duplicate: 1 });
      await until('the renewal', 20_000, async () => ((await orderIds()).includes('renewal') ? true : undefined));
      expect(await replayed('--id', reject_id, '--dry-run')).toMatchObject({ duplicate: 1 });
      expect((await orderIds()).filter((id) => id === 'renewal')).toHaveLength(1);
      await isReconciled();
    },
    TEST_MS_MAX,
  );

  it(
    'leaves the same numbers when the warehouse is made anew by the code that knows it (I3, I5)',
    async () => {
      const before = await orderIds();
      expect((await running.cli('rebuild')).code).toBe(0);
      expect(await orderIds()).toEqual(before);
      await isReconciled();
    },
    TEST_MS_MAX,
  );
});

describe('a replay', () => {
  it(
    'wants to be told which',
    async () => {
      expect(await running.cli('rejects', 'replay')).toMatchObject({ code: 2, stderr: expect.stringContaining('[TL_INPUT_INVALID]') });
      expect(await running.cli('rejects', 'replay', '--since', 'yesterday')).toMatchObject({ code: 2, stderr: expect.stringContaining('--since') });
    },
    TEST_MS_MAX,
  );
});

async function openDirectoryOf<T>(work: (directory: Awaited<ReturnType<typeof openDirectory>>) => Promise<T>): Promise<T> {
  const directory = await openDirectory({ config: loadConfig(running.environment), log, source: 'test' });
  try {
    const windows = { click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
    await directory.upsert('other', 'workspace', 'other', { name: 'Other', currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows });
    return await work(directory);
  } finally {
    await directory.close();
  }
}

/** The workspace turns out to keep its books in dollars. */
async function dollars(): Promise<void> {
  await openDirectoryOf(async (directory) => {
    const entity = directory.get('workspace', 'default', 'default')?.entity;
    if (entity === undefined) throw new Error('no workspace');
    await directory.upsert('default', 'workspace', 'default', { ...entity, currency: 'USD' });
  });
  await sleep(500);
}

/**
 * Log and warehouse as an ingestor of the version before leaves them: the record stands in the log, the range is stored without
 * it, and its reject says why. Returns the reject's id.
 */
async function refusedByOlderCode(order_id: string): Promise<string> {
  const { processes } = await running.json<{ processes: { name: string; pid: number }[] }>('status');
  const ingestor = processes.find(({ name }) => name === 'ingestor')?.pid ?? 0;
  process.kill(ingestor, 'SIGSTOP');
  const { event, bytes } = order(2, order_id);
  const [place] = await log.append('conversions', [{ key: event.key, value: bytes, once_id: event.event_id }]);
  if (place === undefined) throw new Error('not appended');
  const { partition, offset } = place;
  const reject_id = naturalEventId(['ingest', 'conversions', String(partition), String(offset)]);
  const origin = { origin_topic: 'conversions', origin_partition: partition, origin_offset: offset };
  const payload = { stage: 'ingest', code: 'TL_EVENT_TYPE_UNKNOWN', path: 'version', message: 'unknown', bytes: bytes.byteLength, ...origin } as const;
  const reject = {
    ...event,
    type: 'rejected',
    version: 1,
    event_id: reject_id,
    source: 'ingestor',
    key: 'ingestor',
    person: { raw: bytes.toString() },
    payload,
  } as AnyEvent;
  await withWarehouse(running, (warehouse) =>
    warehouse.insertRows('ingest_ranges', [
      { topic: 'conversions', partition, first_offset: offset, last_offset: offset, state: 'stored', records: 1, rejected: 1 },
    ]),
  );
  await log.append('rejects', [{ key: reject.key, value: encodeEvent(reject), once_id: reject_id }]);
  process.kill(ingestor, 'SIGKILL');
  await until('the reject', 30_000, async () => (await listed('--code', 'TL_EVENT_TYPE_UNKNOWN')).find((each) => each.reject_id === reject_id));
  return reject_id;
}
