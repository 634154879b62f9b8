import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('ingest.mjs', import.meta.url));
/** Two ClickHouses, a broker and a tracker are started for it, one after the other. */
const TEST_MS_MAX = 300_000;

interface Report {
  readonly ours: { readonly events_per_second: number };
  readonly engine: { readonly events_per_second: number };
  readonly rows: { readonly isWhole: boolean; readonly isEqual: boolean };
}

describe('the ingest benchmark', () => {
  it(
    'in its short form runs, and both sides store every click once and the same (I1, I2, I5)',
    (context) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, '--json', '--events', '20000', '--rounds', '1'], { encoding: 'utf8' });
      if (stderr.startsWith('skipped: ')) return context.skip(stderr.trim());
      expect({ status, stderr }).toMatchObject({ status: 0 });
      const { ours, engine, rows } = JSON.parse(stdout) as Report;
      expect(ours.events_per_second).toBeGreaterThan(0);
      expect(engine.events_per_second).toBeGreaterThan(0);
      expect(rows).toEqual({ isWhole: true, isEqual: true });
    },
    TEST_MS_MAX,
  );
});
