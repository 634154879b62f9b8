import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('freshness.mjs', import.meta.url));
const TEST_MS_MAX = 240_000;

interface Report {
  readonly measures: readonly { readonly clicks: number; readonly p99_ms: number; readonly lost: number; readonly failed: number }[];
}

describe('the freshness benchmark', () => {
  it(
    'in its short form runs, and sees every answered click (I1)',
    () => {
      const args = [BENCH, '--json', '--log', 'local', '--rate', '100', '--seconds', '3', '--links', '20'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, stderr }).toMatchObject({ status: 0 });
      const [measure] = (JSON.parse(stdout) as Report).measures;
      expect(measure).toMatchObject({ clicks: 300, lost: 0, failed: 0 });
      expect(measure?.p99_ms).toBeGreaterThan(0);
    },
    TEST_MS_MAX,
  );
});
