import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventLog, openLocalLog } from '../src/index.js';
import { QUEUED_BYTES_MAX, QUEUED_RECORDS_MAX } from '../src/local/limits.js';
import { everything, isDense, numbers, record, SINGLE, TOPIC } from './contract/harness.js';

/** In blocks of 512 bytes, as the shell counts. */
const FILE_BLOCKS_MAX = 2_048;

let folder: string;
let path: string;
let log: EventLog;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline.log-'));
  path = join(folder, 'log');
  log = openLocalLog({ path });
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await log.close();
  await rm(folder, { recursive: true });
});

/** How many transactions the store has seen. */
async function transactions(): Promise<number> {
  const root = open({ path, noSubdir: false, maxDbs: 64, overlappingSync: false });
  const { lastTxnId } = root.getStats() as { lastTxnId: number };
  await root.close();
  return lastTxnId;
}

describe('the local log', () => {
  it('writes many callers in few transactions', async () => {
    const before = await transactions();
    await Promise.all(numbers(2_000).map((n) => log.append(TOPIC, [record(n, n)])));
    const used = (await transactions()) - before;
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(20);
  });

  it('leaves the event loop its turns while callers keep it busy', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const caller = async (name: string) => {
      for (const n of numbers(20)) await log.append(TOPIC, [record(name, n)]);
    };
    await Promise.all(numbers(64).map(caller));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuses what goes beyond its queue, keeps all the rest, and takes more when that is written (I1)', async () => {
    const full = log.append(SINGLE, Array(QUEUED_RECORDS_MAX).fill(record('k', '')));
    await expect(log.append(SINGLE, [record('k', 'too much')])).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    expect(await full).toHaveLength(QUEUED_RECORDS_MAX);
    expect((await log.append(SINGLE, [record('k', 'more')]))[0]?.offset).toBe(QUEUED_RECORDS_MAX);
    const huge = { key: 'k', value: Buffer.alloc(QUEUED_BYTES_MAX + 1) };
    await expect(log.append(SINGLE, [huge])).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    expect((await log.heads(SINGLE))[0]?.next_offset).toBe(QUEUED_RECORDS_MAX + 1);
  });

  it('answers TL_LOG_UNAVAILABLE while the disk is full, lives on, and has kept what it answered and nothing else (I1)', async () => {
    await log.close();
    const script = fileURLToPath(new URL('./disk-full-process.mjs', import.meta.url));
    const limited = `trap '' XFSZ; ulimit -S -f ${FILE_BLOCKS_MAX}; exec "$0" "$@"`;
    child = spawn('/bin/sh', ['-c', limited, process.execPath, script, path], { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    const { answered, refusals } = JSON.parse(output) as { answered: string[]; refusals: string[] };
    expect(answered.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set(['TL_LOG_UNAVAILABLE']));
    log = openLocalLog({ path });
    expect((await everything(log, TOPIC)).map(({ text }) => text.trimEnd()).sort()).toEqual(answered.sort());
    await log.append(TOPIC, [record('k', 'space again')]);
    expect(await isDense(log, TOPIC)).toBe(true);
  });

  it('says so when its folder cannot be one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(() => openLocalLog({ path: file })).toThrow(expect.objectContaining({ code: 'TL_LOG_UNAVAILABLE' }));
  });

  it('may be opened twice in one process, and one may be closed before the other', async () => {
    const other = openLocalLog({ path });
    await Promise.all([log.append(SINGLE, [record('k', 'a')]), other.append(SINGLE, [record('k', 'b')])]);
    expect((await log.heads(SINGLE))[0]?.next_offset).toBe(2);
    await other.close();
    await log.append(SINGLE, [record('k', 'c')]);
    expect(await log.read(SINGLE, 0, 0, 9)).toHaveLength(3);
  });
});
