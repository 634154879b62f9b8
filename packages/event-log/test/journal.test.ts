import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventLog, openLocalLog, partitionOf } from '../src/index.js';
import { SEGMENT_BYTES_MAX, SEGMENT_IDLE_MS_MAX } from '../src/local/journal/limits.js';
import { Mover } from '../src/local/journal/mover.js';
import { Store } from '../src/local/store.js';
import { Elsewhere, type Task } from './contract/elsewhere.js';
import { everything, numbers, record, TOPIC, until } from './contract/harness.js';

/** In blocks of 512 bytes, as the shell counts. */
const FILE_BLOCKS_MAX = 16_384;
const MODULE = fileURLToPath(new URL('./open-local.mjs', import.meta.url));

/** What version 0.1.0 wrote before records came in pieces: three records, one with a once_id and headers, and an empty one of another key. */
const OLD_BLOCK = Buffer.from(
  'MVRMSpMAAADFYAiPAwAAAAZjbGlja3MHAAAAAAACb2xkIG9uZQoAAABmAAJvbGQgdHdvIMOpeyJvbmNlX2lkIjoiaWQgMiIsImhlYWRlcnMiOnsidHJhY2VwYXJlbnQiOiIwMC0wYWY3' +
    'NjUxOTE2Y2Q0M2RkODQ0OGViMjExYzgwMzE5Yy1iN2FkNmI3MTY5MjAzMzMxLTAxIn19AAAAAAAAAQ==',
  'base64',
);

let path: string;
let log: EventLog;
const started: { kill: () => Promise<void> }[] = [];

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'touchline-journal-'));
  log = openLocalLog({ path });
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((process) => process.kill()));
  await log.close();
  await rm(path, { recursive: true });
});

const folder = () => join(path, 'journal');
const files = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
const texts = async () => (await everything(log, TOPIC)).map(({ text }) => text);
const keep = (...words: string[]) =>
  log.keep(
    TOPIC,
    words.map((word) => record('k', word)),
  );
const start = (task: Task) => {
  const process = new Elsewhere({ module: MODULE, argument: path }, task);
  started.push(process);
  return process;
};

/** As a machine that has been off for long finds its files. */
function age(name: string): void {
  const then = new Date(Date.now() - 2 * SEGMENT_IDLE_MS_MAX);
  utimesSync(join(folder(), name), then, then);
}

/** A journal of a process that was killed after it kept three records. */
async function orphan(): Promise<string> {
  const before = new Set(files());
  const victim = start({ do: 'keep', topic: TOPIC, name: 'victim', callers: 1, each: 1_000_000 });
  await until(() => victim.kept().length >= 3);
  await victim.kill();
  const [name = ''] = files().filter((each) => !before.has(each));
  return name;
}

describe('a journal', () => {
  it('is moved once, however many move it at once and whichever of them are killed (I1, I2)', async () => {
    const keepers = ['red', 'green'].map((name) => start({ do: 'keep', topic: TOPIC, name, callers: 8, each: 150 }));
    for (let killed = 0; killed < 4; killed += 1) {
      const movers = numbers(2).map(() => start({ do: 'settle', topic: TOPIC }));
      await until(() => movers.every((mover) => mover.lines().length > 3));
      await Promise.all(movers.map((mover) => mover.kill()));
    }
    await Promise.all(keepers.map((keeper) => keeper.ended()));
    expect((await texts()).sort()).toEqual(keepers.flatMap((keeper) => keeper.kept()).sort());
  });

  it('is not moved again by who looked at it before others moved all of it and removed it (I2)', async () => {
    await keep('a', 'b');
    let looked = false;
    let letWrite = () => {};
    const turn = new Promise<void>((resolve) => {
      letWrite = resolve;
    });
    class LateStore extends Store {
      override async write<T>(action: () => T): Promise<T> {
        looked = true;
        await turn;
        return super.write(action);
      }
    }
    const store = new LateStore(path);
    const late = new Mover(store, folder()).settle();
    await until(() => looked);
    await log.close();
    log = openLocalLog({ path });
    expect(await texts()).toEqual(['a', 'b']);
    expect(files()).toEqual([]);
    letWrite();
    await late;
    await store.close();
    expect(await texts()).toEqual(['a', 'b']);
  });

  it('is removed when its writer has closed it and all of it was moved', async () => {
    await keep('a', 'b');
    expect(await texts()).toEqual(['a', 'b']);
    expect(files()).toHaveLength(1);
    await log.close();
    log = openLocalLog({ path });
    expect(await texts()).toEqual(['a', 'b']);
    expect(files()).toEqual([]);
  });

  it('begins a new file when one is full, and the order stays', async () => {
    const megabyte = 'x'.repeat(1_048_576);
    const words = numbers(SEGMENT_BYTES_MAX / 1_048_576 + 4).map((n) => n + megabyte);
    for (const word of words) await keep(word);
    expect(files()).toHaveLength(2);
    expect((await texts()).map((text) => text.slice(0, 3))).toEqual(words.map((word) => word.slice(0, 3)));
    expect(files()).toHaveLength(1);
  });

  it('of a process that was killed is moved at once, and removed when nobody has written for so long that nobody will (I1)', async () => {
    const name = await orphan();
    const kept = await texts();
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(files()).toEqual([name]);
    age(name);
    expect(await texts()).toEqual(kept);
    expect(files()).toEqual([]);
  });

  it('loses nothing when whoever removed it was killed before it could say so (I2)', async () => {
    const name = await orphan();
    const kept = await texts();
    await rm(join(folder(), name));
    await log.close();
    log = openLocalLog({ path });
    expect(await texts()).toEqual(kept);
  });

  it('gives what was whole when its end was torn off, and puts the rest aside', async () => {
    const name = await orphan();
    const file = join(folder(), name);
    const bytes = readFileSync(file);
    const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
    bytes[used - 1] = (bytes[used - 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const kept = await texts();
    expect(kept).toEqual(numbers(kept.length, 'victim 0 '));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    age(name);
    await texts();
    expect(files()).toEqual([`${name}.unread`]);
  });

  it('that was cut off in the midst of a record gives what is whole', async () => {
    const name = await orphan();
    const file = join(folder(), name);
    const used = readFileSync(file).findLastIndex((byte) => byte !== 0) + 1;
    truncateSync(file, used - 1);
    expect(statSync(file).size).toBe(used - 1);
    const kept = await texts();
    expect(kept).toEqual(numbers(kept.length, 'victim 0 '));
  });

  it('that an earlier version wrote is moved like any other (I1)', async () => {
    await log.append(TOPIC, [record('k', 'first')]);
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), '000000000000001-0123456789ab.000001.journal'), Buffer.concat([OLD_BLOCK, OLD_BLOCK.subarray(0, -1)]));
    const home = partitionOf(TOPIC, 'k');
    expect(await log.read(TOPIC, home, 0, 10)).toEqual([
      { offset: 0, value: Buffer.from('first') },
      { offset: 1, value: Buffer.from('old one') },
      { offset: 2, value: Buffer.from('old two é'), once_id: 'id 2', headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } },
    ]);
    expect(await texts()).toEqual(['', 'first', 'old one', 'old two é'].sort());
  });

  it('tells repeats of a once_id, kept or appended (I2)', async () => {
    await log.append(TOPIC, [record('k', 'a', 'id a')]);
    await log.keep(TOPIC, [record('k', 'a again', 'id a'), record('k', 'b', 'id b'), record('k', 'b again', 'id b')]);
    expect(await texts()).toEqual(['a', 'b']);
    expect(await log.append(TOPIC, [record('k', 'b once more', 'id b')])).toMatchObject([{ outcome: 'duplicate' }]);
  });

  it('answers TL_LOG_UNAVAILABLE while the disk is full, and has kept what it answered (I1)', async () => {
    await log.close();
    const script = fileURLToPath(new URL('./disk-full-process.mjs', import.meta.url));
    const limited = `trap '' XFSZ; ulimit -S -f ${FILE_BLOCKS_MAX}; exec "$0" "$@"`;
    const child: ChildProcess = spawn('/bin/sh', ['-c', limited, process.execPath, script, path, 'keep'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    expect((await once(child, 'close'))[0]).toBe(0);
    const { answered, refusals } = JSON.parse(output) as { answered: string[]; refusals: string[] };
    expect(answered.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set(['TL_LOG_UNAVAILABLE']));
    log = openLocalLog({ path });
    const there = new Set((await texts()).map((text) => text.trimEnd()));
    expect(answered.filter((text) => !there.has(text))).toEqual([]);
  });
});
