import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type Config, dataPaths, loadConfig } from '@touchline/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Directory, openDirectory } from '../src/index.js';

const DAY_MS = 86_400_000;
const WORKSPACE = {
  name: 'W',
  currency: 'EUR',
  time_zone: 'UTC',
  simulated: false,
  click_window_ms: DAY_MS,
  code_window_ms: DAY_MS,
  half_life_ms: DAY_MS,
} as const;
const link = (slug: string) => ({ slug, destination: 'https://shop.example/', creator_id: 'mia' });

let folder: string;
let config: Config;
let log: EventLog;
let directory: Directory;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-'));
  config = loadConfig({ TOUCHLINE_DATA: folder });
  log = openLocalLog({ path: dataPaths(config).log });
  directory = await openDirectory({ config, log, source: 'test' });
  for (const id of ['one', 'two']) await directory.upsert(id, 'workspace', id, WORKSPACE);
});

afterEach(async () => {
  await directory.close();
  await log.close();
  rmSync(folder, { recursive: true });
});

describe('links', () => {
  it('can be followed as soon as they are made, and no more once archived', async () => {
    await directory.upsert('one', 'link', 'l1', link('spring'));
    expect(directory.linkBySlug('spring')).toMatchObject({ workspace_id: 'one', id: 'l1' });
    await directory.archive('one', 'link', 'l1');
    expect(directory.linkBySlug('spring')).toBeUndefined();
  });

  it('keep their slug to themselves, across workspaces and after being archived', async () => {
    await directory.upsert('one', 'link', 'l1', link('spring'));
    await directory.archive('one', 'link', 'l1');
    await expect(directory.upsert('two', 'link', 'l2', link('spring'))).rejects.toMatchObject({ code: 'TL_LINK_SLUG_TAKEN', path: 'slug' });
  });

  it('give a slug to one of two that want it at the same instant, and tell the other', async () => {
    const attempts = await Promise.allSettled([directory.upsert('one', 'link', 'a', link('same')), directory.upsert('two', 'link', 'b', link('same'))]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('free the old slug when it is changed', async () => {
    await directory.upsert('one', 'link', 'l1', link('old'));
    await directory.upsert('one', 'link', 'l1', link('new'));
    expect(directory.linkBySlug('old')).toBeUndefined();
    expect(directory.linkBySlug('new')?.id).toBe('l1');
  });

  it('are listed page by page without one of another workspace (I6)', async () => {
    for (let index = 0; index < 7; index += 1) await directory.upsert(index === 3 ? 'two' : 'one', 'link', `l${index}`, link(`s${index}`));
    const first = directory.list('link', 'one', { limit: 4 });
    const second = directory.list('link', 'one', { limit: 4, after: first.next });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['l0', 'l1', 'l2', 'l4', 'l5', 'l6']);
    expect(second.next).toBeUndefined();
  });
});

describe('codes', () => {
  it('are found however people type them, within their workspace alone (I6)', async () => {
    await directory.upsert('one', 'code', 'c1', { code: 'MIA10', creator_id: 'mia' });
    expect(directory.codeByName('one', ' mia10 ')?.id).toBe('c1');
    expect(directory.codeByName('two', 'MIA10')).toBeUndefined();
    await expect(directory.upsert('one', 'code', 'c2', { code: 'mia10', creator_id: 'leo' })).rejects.toMatchObject({ code: 'TL_CODE_TAKEN' });
  });

  it('stay with whoever took them over, whatever becomes of the archived one', async () => {
    await directory.upsert('one', 'code', 'c1', { code: 'MIA10', creator_id: 'mia' });
    await directory.archive('one', 'code', 'c1');
    await directory.upsert('one', 'code', 'c2', { code: 'MIA10', creator_id: 'leo' });
    await directory.upsert('one', 'code', 'c1', { code: 'MIA20', creator_id: 'mia' });
    expect(directory.codeByName('one', 'MIA10')?.id).toBe('c2');
    expect(directory.codeByName('one', 'MIA20')?.id).toBe('c1');
  });
});

describe('keys', () => {
  it('open their own workspace within their scopes until archived', async () => {
    const { id, token } = await directory.createKey('one', { name: 'k', scopes: ['read'] });
    expect(directory.authorize(`Bearer ${token}`, 'read')).toMatchObject({ workspace_id: 'one', key_id: id });
    expect(() => directory.authorize(`Bearer ${token}`, 'links:write')).toThrow(expect.objectContaining({ code: 'TL_AUTH_SCOPE' }));
    await directory.archive('one', 'api_key', id);
    expect(() => directory.authorize(`Bearer ${token}`, 'read')).toThrow(expect.objectContaining({ code: 'TL_AUTH_INVALID' }));
  });

  it('are refused when missing, wrong or made up', async () => {
    const { token } = await directory.createKey('one', { name: 'k', scopes: ['read'] });
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect(() => directory.authorize(undefined, 'read')).toThrow(expect.objectContaining({ code: 'TL_AUTH_MISSING' }));
    for (const header of [`Bearer ${wrong}`, 'Bearer x', `Basic ${token}`]) {
      expect(() => directory.authorize(header, 'read')).toThrow(expect.objectContaining({ code: 'TL_AUTH_INVALID' }));
    }
  });

  it('leave no trace of their secret in the log', async () => {
    const { token } = await directory.createKey('one', { name: 'k', scopes: ['read'] });
    const records = await log.read('directory', 0, 0, 100);
    const text = records.map(({ value }) => Buffer.from(value).toString()).join('\n');
    expect(text).not.toContain(token.split('_').at(-1));
  });
});

describe('the projection', () => {
  it('is the same after its folder was lost (I5)', async () => {
    await directory.upsert('one', 'link', 'l1', link('spring'));
    await directory.archive('one', 'link', 'l1');
    const before = directory.list('link', 'one', { limit: 10, include_archived: true });
    await directory.close();
    rmSync(dataPaths(config).directory, { recursive: true });
    directory = await openDirectory({ config, log, source: 'test' });
    expect(directory.list('link', 'one', { limit: 10, include_archived: true })).toEqual(before);
  });

  it('is followed by a second reader without being told', async () => {
    const other = await openDirectory({ config, log, source: 'other' });
    await directory.upsert('one', 'link', 'l1', link('spring'));
    await expect.poll(() => other.linkBySlug('spring')?.id, { timeout: 5_000 }).toBe('l1');
    await other.close();
  });

  it('refuses entities of a workspace nobody made', async () => {
    await expect(directory.upsert('three', 'link', 'l', link('x'))).rejects.toMatchObject({ code: 'TL_WORKSPACE_UNKNOWN' });
  });

  it('refuses what would be no event, and keeps it out of the log', async () => {
    const before = await log.heads('directory');
    const long = { ...link('long'), destination: `https://shop.example/${'x'.repeat(2_048)}` };
    await expect(directory.upsert('one', 'link', 'l', long)).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'destination' });
    await expect(directory.createKey('one', { name: 'x'.repeat(201), scopes: ['read'] })).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'name' });
    expect(await log.heads('directory')).toEqual(before);
  });

  it('passes over a record that is no event', async () => {
    await log.append('directory', [{ key: 'x', value: Buffer.from('nonsense') }]);
    await directory.upsert('one', 'link', 'l1', link('spring'));
    expect(directory.linkBySlug('spring')?.id).toBe('l1');
  });
});

describe('a directory that is closed', () => {
  it('reads nothing of its state when the log answers only then', async () => {
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const read: EventLog['read'] = (...asked) => answered.then(() => log.read(...asked));
    const slow = new Proxy(log, { get: (target, name) => (name === 'read' ? read : Reflect.get(target, name, target)) });
    const late = await openDirectory({ config, log: slow, source: 'test', mayLag: true });
    const caughtUp = late.catchUp();
    const writing = directory.upsert('one', 'link', 'l1', link('spring'));
    const closed = late.close();
    answer();
    await expect(caughtUp).resolves.toBeUndefined();
    await Promise.all([closed, writing]);
  });
});
