import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EventLog, NewRecord } from '@touchline/event-log';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExportFrom, exportLog } from '../src/archive/export-log.js';
import { importLog } from '../src/archive/import-log.js';
import { type Manifest, readManifest } from '../src/archive/manifest.js';
import { appended, contents, Scratch } from './support/logs.js';

const RECORDS = 1_500;
const TOPICS = ['clicks', 'conversions', 'identities'];

const scratch = new Scratch();
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

function exported(log: EventLog, folder: string, from?: ExportFrom): Promise<Manifest> {
  return exportLog({ log, folder, topics: TOPICS, from, onProgress: () => undefined });
}

async function imported(log: EventLog, folder: string, dry_run = false) {
  return importLog({ log, folder, manifest: await readManifest(folder), dry_run, onProgress: () => undefined });
}

let source: EventLog;
let folder: string;
let manifest: Manifest;

beforeAll(async () => {
  source = scratch.log();
  folder = scratch.folder();
  for (const type of ['click', 'order_placed'] as const) {
    await source.append(
      type === 'click' ? 'clicks' : 'conversions',
      numbers(RECORDS).map((number) => appended(type, number)),
    );
  }
  await source.append('identities', [
    { key: 'any', value: Buffer.from([0xff, 0x00, 0x0a, 0x7b]), headers: { traceparent: '00-aa-bb-01' } },
    { key: 'other', value: Buffer.alloc(0) },
  ]);
  manifest = await exported(source, folder);
});

describe('an exported log', () => {
  it('is gzip files of one JSON line a record, counted and hashed in the manifest', () => {
    expect(manifest.records).toBe(2 * RECORDS + 2);
    const [file] = manifest.files;
    const lines = gunzipSync(readFileSync(join(folder, file?.file ?? '')))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(file?.records ?? 0);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ offset: 0, value: expect.stringContaining('"type":"click"') });
  });

  it('becomes the same log when it is imported into an empty one: bytes, partitions, offsets, once_ids, headers (I1, I2)', async () => {
    const copy = scratch.log();
    expect(await imported(copy, folder, true)).toMatchObject({ dry_run: true, appended: manifest.records, offsets_kept: true });
    expect(await contents(copy)).toEqual({});
    expect(await imported(copy, folder)).toMatchObject({ appended: manifest.records, present: 0, duplicate: 0, offsets_kept: true });
    expect(await contents(copy)).toEqual(await contents(source));
    expect(await copy.append('conversions', [appended('order_placed', 7)])).toMatchObject([{ outcome: 'duplicate' }]);
  });

  it('appends nothing when it is imported a second time (I2)', async () => {
    const copy = scratch.log();
    await imported(copy, folder);
    expect(await imported(copy, folder)).toMatchObject({ appended: 0, present: manifest.records, offsets_kept: true });
    expect(await contents(copy)).toEqual(await contents(source));
  });

  it('goes on where an import broke off, at the same offsets (I1, I2)', async () => {
    const copy = scratch.log();
    const failing: EventLog = Object.assign(Object.create(copy) as EventLog, {
      append: failAfter(3, copy),
      read: copy.read.bind(copy),
      heads: copy.heads.bind(copy),
    });
    await expect(imported(failing, folder)).rejects.toThrow('the power went');
    const kept = Object.keys(await contents(copy)).length;
    expect(kept).toBeGreaterThan(0);
    expect(await imported(copy, folder)).toMatchObject({ present: kept, appended: manifest.records - kept, offsets_kept: true });
    expect(await contents(copy)).toEqual(await contents(source));
  });

  it('adds to a log that holds other things only what is missing, by event id, in the order it had (I2)', async () => {
    const other = scratch.log();
    await other.append('clicks', [appended('click', 900_000), appended('click', 5), appended('click', 900_001)]);
    await other.append('conversions', [appended('order_placed', 9)]);
    const result = await imported(other, folder);
    expect(result).toMatchObject({ present: 2, appended: manifest.records - 2, offsets_kept: false });
    expect(Object.keys(await contents(other))).toHaveLength(manifest.records + 2);
    const inOrder = async (log: EventLog) =>
      Object.entries(await contents(log)).flatMap(([place, { value }]) =>
        place.startsWith('clicks/') && !/-000000(900000|900001|000005)"/.test(value) ? [value] : [],
      );
    expect(await inOrder(other)).toEqual(await inOrder(source));
    expect(await imported(other, folder)).toMatchObject({ appended: 0, present: manifest.records });
  });

  it('may be continued by another that begins where it ended', async () => {
    const grown = scratch.log();
    await imported(grown, folder);
    await grown.append(
      'clicks',
      numbers(40, RECORDS).map((number) => appended('click', number)),
    );
    const next = scratch.folder();
    expect(await exported(grown, next, { after: manifest })).toMatchObject({ records: 40 });
    const copy = scratch.log();
    await imported(copy, folder);
    expect(await imported(copy, next)).toMatchObject({ appended: 40, offsets_kept: true });
    expect(await contents(copy)).toEqual(await contents(grown));
  });

  it('may begin with what was received from an instant on', async () => {
    const late = scratch.folder();
    const from = new Date(Date.UTC(2026, 2, 1) + (RECORDS - 10) * 60_000).toISOString();
    const part = await exportLog({ log: source, folder: late, topics: ['clicks'], from: { received_at: from }, onProgress: () => undefined });
    expect(part.records).toBe(10);
  });
});

describe('a damaged archive', () => {
  async function damagedCopy(damage: (bytes: Buffer) => Buffer): Promise<{ folder: string; file: string; log: EventLog }> {
    const [path, log] = [scratch.folder(), scratch.log()];
    const { files } = await exported(source, path);
    const file = files.find(({ topic }) => topic === 'conversions')?.file ?? '';
    writeFileSync(join(path, file), damage(readFileSync(join(path, file))));
    return { folder: path, file, log };
  }

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), /is damaged at record \d+ of \d+ \(offset \d+ of conversions\/0\)/],
    ['with a byte changed', (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 2_000 ? byte ^ 0x10 : byte))), /is damaged at record \d+ of/],
    [
      'with an amount changed',
      (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString().replace('Größe', 'Groesse')),
      /is damaged at record 1 of \d+ \(offset 0/,
    ],
    [
      'with a record left out',
      (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString().split('\n').slice(0, -2).join('\n').concat('\n')),
      /is damaged at record \d+ of/,
    ],
    ['packed anew', (bytes: Buffer) => gzipSync(gunzipSync(bytes), { level: 1 }), /its SHA-256 differs/],
  ])('%s names the file and the record, and nothing of that file is taken (I1)', async (_name, damage, message) => {
    const { folder: path, file, log } = await damagedCopy(damage);
    const failure = imported(log, path);
    await expect(failure).rejects.toMatchObject({ code: 'TL_ARCHIVE_INVALID', path: file });
    await expect(failure).rejects.toThrow(message);
    expect((await log.heads('conversions')).map(({ next_offset }) => next_offset)).toEqual([0, 0, 0, 0]);
  });

  it('is told from one whose export was not finished, and from one of another format', async () => {
    const path = scratch.folder();
    await exported(source, path);
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...manifest, version: 2 }));
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'TL_ARCHIVE_INVALID', path: 'manifest.json' });
    rmSync(join(path, 'manifest.json'));
    await expect(readManifest(path)).rejects.toThrow('its export was not finished');
    // Exported again it is whole.
    expect(await exported(source, path)).toMatchObject({ records: manifest.records });
  });

  it('is not written over, nor is anything else', async () => {
    await expect(exported(source, folder)).rejects.toMatchObject({ code: 'TL_INPUT_INVALID' });
    const path = scratch.folder();
    writeFileSync(join(path, 'thesis.txt'), 'mine');
    await expect(exported(source, path)).rejects.toThrow('holds thesis.txt');
    expect(readFileSync(join(path, 'thesis.txt'), 'utf8')).toBe('mine');
  });
});

function failAfter(appends: number, log: EventLog): EventLog['append'] {
  let left = appends;
  return (topic: string, records: readonly NewRecord[]) => {
    left -= 1;
    if (left < 0) throw new Error('the power went');
    return log.append(topic, records);
  };
}
