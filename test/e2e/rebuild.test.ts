import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import { withWarehouse } from '../support/warehouse.js';

const REBUILD_UNTIL = fileURLToPath(new URL('../support/rebuild-until.mjs', import.meta.url));
const ORDERS = 30;

interface Digest {
  readonly sha256: string;
  readonly lines: number;
}

let running: RunningTouchline;
let digest: Digest;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
  running.environment['TOUCHLINE_KEY'] = running.firstKey;
  const made = await running.cli('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/');
  for (let number = 0; number < ORDERS; number += 1) {
    const { click_id } = await click(made.stdout.trim());
    await send({ type: 'order_placed', order_id: `o-${number}`, amount_minor: 1_000 + number, currency: 'EUR', click_id });
  }
  digest = await settledDigest();
  expect(digest.lines).toBeGreaterThanOrEqual(ORDERS);
});

afterAll(() => running.remove());

async function send(event: object): Promise<void> {
  const headers = { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json' };
  const answer = await fetch(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body: JSON.stringify(event) });
  expect(answer.status).toBe(202);
}

/** The ledger when everything that was sent is credited. */
async function settledDigest(): Promise<Digest> {
  await until('nothing in flight', 60_000, async () => ((await running.json<{ in_flight: number }>('reconcile')).in_flight === 0 ? true : undefined));
  expect((await running.cli('attribute', 'run')).stderr).toBe('');
  return running.json<Digest>('ledger', 'digest');
}

/** A rebuild that kills itself; resolves with the signal it died of. */
async function rebuildUntil(checkpoint: string): Promise<string | null> {
  const [, signal] = (await once(rebuildSignalled(checkpoint, 'SIGKILL'), 'close')) as [number | null, string | null];
  return signal;
}

/** A rebuild that says the checkpoint when it has reached it, and then sends itself the signal. */
function rebuildSignalled(checkpoint: string, signal: 'SIGKILL' | 'SIGSTOP') {
  return spawn(process.execPath, [REBUILD_UNTIL, checkpoint, signal], { env: running.environment, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function ready(): Promise<void> {
  expect((await running.cli('status', '--wait', '60s')).code).toBe(0);
}

const databases = () =>
  withWarehouse(running, async (warehouse) =>
    (await warehouse.query<{ name: string }>(`SELECT name FROM system.databases WHERE name LIKE 'touchline%'`)).map(({ name }) => name),
  );

describe('a rebuild that is killed', () => {
  it.each(['refilling', 'held', 'planned', 'exchanged order_facts', 'exchanged ingest_ranges', 'exchanged ledger_lines', 'dropped'])(
    'when it has reached `%s` leaves a system that goes on, with the same ledger (I3, I5)',
    async (checkpoint) => {
      expect(await rebuildUntil(checkpoint)).toBe('SIGKILL');
      await ready();
      expect(await running.json('ledger', 'digest')).toEqual(digest);
      expect(await running.json('reconcile')).toMatchObject({ gap: 0, in_flight: 0 });
    },
    120_000,
  );

  it('leaves writers that store and credit what comes next (I1)', async () => {
    await send({ type: 'order_placed', order_id: 'after', amount_minor: 500, currency: 'EUR', customer_id: 'c' });
    const grown = await settledDigest();
    expect(grown.lines).toBeGreaterThan(digest.lines);
    expect(await running.json('ledger', 'check')).toMatchObject({ balanced: true });
    digest = grown;
  });

  it('is followed by one that ends, with the same ledger (I5)', async () => {
    expect(await rebuildUntil('refilled')).toBe('SIGKILL');
    const rebuilt = await running.cli('rebuild', '--json');
    expect([rebuilt.code, JSON.parse(rebuilt.stdout)]).toMatchObject([0, { same: true }]);
    await ready();
    expect(await settledDigest()).toEqual(digest);
    expect(await databases()).toEqual(['touchline']);
  }, 120_000);

  it('is finished by the next start when the supervisor died with it (I5)', async () => {
    expect(await rebuildUntilBothDie('exchanged refund_facts')).toBe('SIGKILL');
    await running.start('--no-demo');
    expect(await settledDigest()).toEqual(digest);
    expect(await databases()).toEqual(['touchline']);
  }, 120_000);

  it('is not joined by another: the second is refused', async () => {
    const first = rebuildSignalled('refilling', 'SIGSTOP');
    await once(first.stdout, 'data');
    expect(await running.cli('rebuild')).toMatchObject({ code: 1, stderr: expect.stringMatching(/Process \d+ is rebuilding .*\[TL_DATA_LOCKED\]/) });
    const ended = once(first, 'close');
    first.kill('SIGCONT');
    expect(await ended).toEqual([0, null]);
    await ready();
    expect(await settledDigest()).toEqual(digest);
  }, 120_000);
});

async function rebuildUntilBothDie(checkpoint: string): Promise<string | null> {
  const before = running.pid;
  const signal = await rebuildUntil(checkpoint);
  process.kill(before, 'SIGKILL');
  await until('its processes gone', 30_000, async () =>
    (await running.cli('status')).stderr.includes('TL_NOT_RUNNING') && !(await isUp()) ? true : undefined,
  );
  return signal;
}

async function isUp(): Promise<boolean> {
  return fetch(running.url('WAREHOUSE', '/ping')).then(
    () => true,
    () => false,
  );
}
