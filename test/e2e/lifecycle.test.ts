import { execFileSync, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningTouchline, touchline } from '../support/touchline.js';

let running: RunningTouchline;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
});

afterAll(() => running.remove());

/** Processes whose environment names the data folder. */
function processesOf(folder: string): string[] {
  const listed = execFileSync('sh', ['-c', `grep -lzx "TOUCHLINE_DATA=${folder}" /proc/[0-9]*/environ 2>/dev/null || true`], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => line !== '');
}

describe('starting and stopping', () => {
  it('refuses a data folder in use with one line, the remedy and exit code 1', async () => {
    const second = await touchline(['up', '--no-demo'], running.environment);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/Process \d+ is running on .*TOUCHLINE_DATA.*\[TL_DATA_LOCKED\]/);
  });

  it('shows the first key once, and continues with the same data after Ctrl-C', async () => {
    expect(running.firstKey).toMatch(/^tl_/);
    const before = await running.json<{ id: string }[]>('workspaces', 'list');
    expect(await running.stop()).toBe(0);
    expect(processesOf(running.folder)).toEqual([]);
    await running.start('--no-demo');
    expect(running.output).not.toContain('TOUCHLINE_KEY');
    expect(await running.json('workspaces', 'list')).toEqual(before);
  });

  it('leaves no process behind when the supervisor itself is killed, and starts again on the same folder', async () => {
    process.kill(running.pid, 'SIGKILL');
    await expect.poll(() => processesOf(running.folder), { timeout: 30_000 }).toEqual([]);
    await running.start('--no-demo');
    expect((await running.json<{ ready: boolean }>('status')).ready).toBe(true);
  });

  it('names the taken port and the setting that chooses it', async () => {
    const other = await RunningTouchline.create();
    const blocker: Server = createServer().listen(Number(other.environment['TOUCHLINE_COLLECTOR_PORT']), '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    try {
      const refused = await other.cli('up', '--no-demo');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(
        new RegExp(`Port ${other.environment['TOUCHLINE_COLLECTOR_PORT']} is in use \\(TOUCHLINE_COLLECTOR_PORT\\).*\\[TL_PORT_TAKEN\\]`),
      );
    } finally {
      blocker.close();
      await other.remove();
    }
  });

  it('tells an old Node.js what is needed before anything else runs', () => {
    const prepare = fileURLToPath(new URL('../../infra/scripts/prepare.mjs', import.meta.url));
    const script = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); (await import(${JSON.stringify(prepare)})).checkNode();`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^Touchline needs Node\.js 20\.19 or newer, this is 18\.20\.0\..*\[TL_NODE_TOO_OLD\]\n$/)]);
  });

  it('says so when nothing runs', async () => {
    const idle = await RunningTouchline.create();
    const status = await idle.cli('status');
    expect([status.code, status.stderr]).toEqual([1, expect.stringContaining('[TL_NOT_RUNNING]')]);
    await idle.remove();
  });

  it('refuses a setting that is wrong and names it', async () => {
    const result = await touchline(['config'], { ...running.environment, TOUCHLINE_TRACKER_PORT: '99999' });
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('TOUCHLINE_TRACKER_PORT')]);
  });
});
