import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const ORDERS = 25;

interface Imported {
  readonly records: number;
  readonly appended: number;
  readonly present: number;
  readonly offsets_kept: boolean;
}

let first: RunningTouchline;
let second: RunningTouchline;
let folder: string;

/** Every command is a process of its own, and machines differ. */
const TEST_MS_MAX = 180_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-archive-'));
  [first, second] = [await RunningTouchline.create(), await RunningTouchline.create()];
  await first.start('--no-demo');
  first.environment['TOUCHLINE_KEY'] = first.firstKey;
  const made = await first.cli('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/');
  for (let number = 0; number < ORDERS; number += 1) {
    const { click_id } = await click(made.stdout.trim());
    const order = { type: 'order_placed', order_id: `o-${number}`, amount_minor: 1_000 + number, currency: 'EUR', click_id };
    const headers = { authorization: `Bearer ${first.firstKey}`, 'content-type': 'application/json' };
    await fetch(first.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body: JSON.stringify(order) });
  }
});

afterAll(async () => {
  await first.remove();
  await second.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function settledDigest(running: RunningTouchline): Promise<unknown> {
  await until('nothing in flight', 60_000, async () => ((await running.json<{ in_flight: number }>('reconcile')).in_flight === 0 ? true : undefined));
  await running.cli('attribute', 'run');
  return running.json('ledger', 'digest');
}

describe('a log that moves to another machine', () => {
  it(
    'gives the same ledger there, from the files alone (I1, I5)',
    async () => {
      const digest = await settledDigest(first);
      const manifest = await first.json<{ records: number }>('log', 'export', folder);
      expect(manifest.records).toBeGreaterThan(2 * ORDERS);
      expect(await second.json<Imported>('log', 'import', folder)).toMatchObject({ appended: manifest.records, present: 0, offsets_kept: true });
      await second.start('--no-demo');
      expect(second.output).not.toContain('TOUCHLINE_KEY');
      expect(await settledDigest(second)).toEqual(digest);
      expect(await second.json('reconcile')).toMatchObject({ gap: 0 });
    },
    TEST_MS_MAX,
  );

  it(
    'takes nothing twice when it is imported again while everything runs (I2)',
    async () => {
      const before = await second.json('reconcile');
      expect(await second.json<Imported>('log', 'import', folder)).toMatchObject({ appended: 0, offsets_kept: true });
      expect(await second.json('reconcile')).toEqual(before);
      const told = await second.cli('log', 'import', folder, '--dry-run');
      expect(told.stdout).toContain('0 would be appended');
      expect(told.stderr).toMatch(/Comparing with the log: 100% \(\d+\/\d+\), \d+ records\/s, 0s left/);
    },
    TEST_MS_MAX,
  );

  it(
    'says which file is damaged, and which arguments are wrong',
    async () => {
      writeFileSync(join(folder, 'directory/0/0000000000000000.jsonl.gz'), 'nonsense');
      const damaged = await second.cli('log', 'import', folder, '--json');
      expect([damaged.code, JSON.parse(damaged.stderr.split('\n').at(-2) ?? '')]).toMatchObject([
        2,
        { code: 'TL_ARCHIVE_INVALID', path: 'directory/0/0000000000000000.jsonl.gz', message: expect.stringContaining('record 1 of') },
      ]);
      expect(await second.cli('log', 'export', folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('holds an archive already') });
      expect(await second.cli('log', 'export', join(folder, 'x'), '--topics', 'tea')).toMatchObject({ code: 2, stderr: expect.stringContaining('--topics') });
    },
    TEST_MS_MAX,
  );
});
