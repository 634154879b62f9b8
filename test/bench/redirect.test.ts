import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('redirect.mjs', import.meta.url));

interface Report {
  readonly servers: { readonly tracker: { readonly requests_per_second: number; readonly failed: number } };
  readonly clicks: { readonly answered: number; readonly lost: number; readonly doubled: number };
}

describe('the redirect benchmark', () => {
  it('in its short form runs, and finds every answered click in the log (I1)', (context) => {
    const args = [BENCH, '--json', '--links', '200', '--seconds', '1', '--rounds', '1'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (stderr.startsWith('skipped: ')) return context.skip(stderr.trim());
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { servers, clicks } = JSON.parse(stdout) as Report;
    expect(servers.tracker.requests_per_second).toBeGreaterThan(0);
    expect(servers.tracker.failed).toBe(0);
    expect(clicks).toMatchObject({ lost: 0, doubled: 0 });
  });
});
