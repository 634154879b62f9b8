import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outbox, openOutbox } from '../src/index.js';
import { turnOnceIds } from '../src/local/once-turns.js';
import { Store } from '../src/local/store.js';
import { everything, numbers, record, SINGLE, TOPIC, textOf, until, watch } from './contract/harness.js';

const MIB = 1_048_576;
const HANGING_READER = fileURLToPath(new URL('./hanging-reader.mjs', import.meta.url));

let path: string;
let outbox: Outbox;
let child: ChildProcess | undefined;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'touchline-outbox-'));
  outbox = openOutbox({ path, bytes_max: 1024 * MIB });
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await outbox.close();
  await rm(path, { recursive: true });
});

function depthOf(topic: string) {
  const parts = outbox.depth().filter((each) => each.topic === topic);
  return { records: parts.reduce((sum, { records }) => sum + records, 0), bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function trimAll(topic: string): Promise<void> {
  for (const { partition, next_offset } of await outbox.heads(topic)) await outbox.trim(topic, partition, next_offset);
}

async function fileBytes(): Promise<number> {
  return (await stat(join(path, 'data.mdb'))).size;
}

describe('what an outbox has moved on', () => {
  it('is removed, and only that: offsets go on where they were (I1)', async () => {
    await outbox.append(
      SINGLE,
      numbers(10).map((n) => record('k', n)),
    );
    expect(await outbox.trim(SINGLE, 0, 7)).toBe(7);
    expect((await outbox.heads(SINGLE))[0]).toEqual({ partition: 0, first_offset: 7, next_offset: 10 });
    expect((await outbox.read(SINGLE, 0, 0, 100)).map(textOf)).toEqual(['7', '8', '9']);
    expect(await outbox.trim(SINGLE, 0, 7)).toBe(0);
    expect(await outbox.trim(SINGLE, 0, 1_000)).toBe(3);
    expect((await outbox.append(SINGLE, [record('k', 'next')]))[0]?.offset).toBe(10);
    expect(await everything(outbox, SINGLE)).toEqual([{ partition: 0, offset: 10, text: 'next' }]);
  });

  it('stays removed after the log was opened anew, and a group that lagged goes on at the oldest kept', async () => {
    await outbox.append(
      SINGLE,
      numbers(10).map((n) => record('k', n)),
    );
    await outbox.trim(SINGLE, 0, 4);
    await outbox.close();
    outbox = openOutbox({ path, bytes_max: MIB });
    const seen = watch(outbox, { topics: [SINGLE] });
    await seen.untilTexts(6);
    expect(seen.texts()).toEqual(numbers(10).slice(4));
  });

  it('is skipped by a consumer that is under way and had not read it yet', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const seen = watch(outbox, { topics: [SINGLE], batch_records_max: 1, handler: () => held });
    await outbox.append(
      SINGLE,
      numbers(10).map((n) => record('k', n)),
    );
    await outbox.trim(SINGLE, 0, 8);
    letGo();
    await seen.untilTexts(3);
    expect(seen.texts()).toEqual(['0', '8', '9']);
  });

  it('does no harm to who reads and appends meanwhile: each kept record is read whole and in order (I1)', async () => {
    const total = 4_000;
    let appended = 0;
    const append = async () => {
      for (; appended < total; appended += 50)
        await outbox.append(
          SINGLE,
          numbers(50).map((n) => record('k', String(appended + Number(n)))),
        );
    };
    const read = async () => {
      while (appended < total) {
        await nextTurn();
        const records = await outbox.read(SINGLE, 0, 0, 500);
        expect(records.every((each) => textOf(each) === String(each.offset))).toBe(true);
        expect(records.every(({ offset }, index) => offset === (records[0]?.offset ?? 0) + index)).toBe(true);
      }
    };
    const trim = async () => {
      while (appended < total) await outbox.trim(SINGLE, 0, Math.max(0, appended - 200));
    };
    await Promise.all([append(), read(), trim()]);
    expect((await outbox.heads(SINGLE))[0]?.next_offset).toBe(total);
  });

  it('gives its space back: the file does not grow for ever, even beside a reader that was killed as it read', async () => {
    const value = Buffer.alloc(500, 'x');
    const fill = () =>
      outbox.append(
        SINGLE,
        Array.from({ length: 8_000 }, () => ({ key: 'k', value })),
      );
    await fill();
    child = fork(HANGING_READER, [path]);
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let round = 0; round < 3; round += 1) {
      await fill();
      await trimAll(SINGLE);
    }
    const before = await fileBytes();
    for (let round = 0; round < 12; round += 1) {
      await fill();
      await trimAll(SINGLE);
    }
    expect(await fileBytes()).toBeLessThan(1.5 * before);
    expect(depthOf(SINGLE)).toEqual({ records: 0, bytes: 0 });
  });
});

describe('the depth of an outbox', () => {
  it('tells what waits, how much disk that is, and since when', async () => {
    expect(depthOf(TOPIC)).toEqual({ records: 0, bytes: 0 });
    const before = Date.now();
    await outbox.append(
      SINGLE,
      Array.from({ length: 1_000 }, () => record('k', 'x'.repeat(400))),
    );
    const depth = outbox.depth().find(({ topic }) => topic === SINGLE);
    expect(depth?.records).toBe(1_000);
    expect(depth?.bytes).toBeGreaterThan(400_000);
    expect(depth?.bytes).toBeLessThan(800_000);
    expect(depth?.oldest_at_ms).toBeGreaterThanOrEqual(before);
    expect(depth?.oldest_at_ms).toBeLessThanOrEqual(Date.now());
  });

  it('has the age of the oldest that is left, within a second, whichever process appended it', async () => {
    const other = openOutbox({ path, bytes_max: MIB });
    await outbox.append(SINGLE, [record('k', 'old')]);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const later = Date.now();
    await other.append(SINGLE, [record('k', 'new')]);
    const oldest = () => outbox.depth().find(({ topic }) => topic === SINGLE)?.oldest_at_ms ?? 0;
    expect(oldest()).toBeLessThan(later);
    await outbox.trim(SINGLE, 0, 1);
    expect(oldest()).toBeGreaterThanOrEqual(later);
    await trimAll(SINGLE);
    await outbox.append(SINGLE, [record('k', 'newer')]);
    expect(oldest()).toBeGreaterThanOrEqual(later - 1_000);
    await other.close();
  });
});

describe('the limit of an outbox', () => {
  it('refuses with TL_LOG_UNAVAILABLE what goes beyond it, keeps what it took, and takes more when there is room again (I1)', async () => {
    await outbox.close();
    outbox = openOutbox({ path, bytes_max: MIB });
    let taken = 0;
    const fill = async () => {
      for (; taken < 10_000; taken += 1) await outbox.append(SINGLE, [record('k', 'x'.repeat(10_000))]);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE', message: expect.stringContaining('TOUCHLINE_OUTBOX_BYTES_MAX') });
    expect(taken).toBeGreaterThan(50);
    expect(depthOf(SINGLE).records).toBe(taken);
    expect(depthOf(SINGLE).bytes).toBeLessThanOrEqual(1.25 * MIB);
    await trimAll(SINGLE);
    await until(async () => {
      await outbox.append(SINGLE, [record('k', 'room again')]).catch(() => undefined);
      return depthOf(SINGLE).records > 0;
    });
  });
});

describe('a once_id whose record was moved on', () => {
  it('is still answered `duplicate` (I2)', async () => {
    const [first] = await outbox.append(SINGLE, [record('k', 'a', 'id')]);
    await trimAll(SINGLE);
    expect(await outbox.append(SINGLE, [record('k', 'b', 'id')])).toEqual([{ ...first, outcome: 'duplicate' }]);
  });

  it('is known for a whole turn at least, is forgotten after two, and never while its record waits (I2)', async () => {
    const store = new Store(path);
    const kept_ms = 1_000;
    let now_ms = 0;
    const turn = (by_ms: number) => {
      now_ms += by_ms;
      return store.write(() => turnOnceIds(store, now_ms, { kept_ms, kept_max: 1_000 }));
    };
    const again = async () => (await outbox.append(SINGLE, [record('k', 'x', 'id')]))[0]?.outcome;
    await turn(0);
    expect(await again()).toBe('appended');
    await turn(kept_ms);
    expect(await again()).toBe('duplicate');
    // It waits still: no turn may end.
    for (let time = 0; time < 3; time += 1) await turn(kept_ms);
    expect(await again()).toBe('duplicate');
    await trimAll(SINGLE);
    await turn(kept_ms);
    await turn(kept_ms);
    expect(await again()).toBe('appended');
    await store.close();
  });

  it('is forgotten sooner where they come faster than the bound on their number allows', async () => {
    const store = new Store(path);
    const bounds = { kept_ms: Number.POSITIVE_INFINITY, kept_max: 100 };
    const append = async (name: string) => {
      await outbox.append(
        SINGLE,
        numbers(100).map((n) => record('k', n, `${name} ${n}`)),
      );
      await trimAll(SINGLE);
      await store.write(() => turnOnceIds(store, 1, bounds));
    };
    await append('first');
    for (const name of ['a', 'b', 'c']) await append(name);
    expect(store.once.map((ids) => ids.getKeysCount()).every((count) => count <= 200)).toBe(true);
    expect((await outbox.append(SINGLE, [record('k', 'x', 'first 0')]))[0]?.outcome).toBe('appended');
    await store.close();
  });
});
