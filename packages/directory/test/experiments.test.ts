import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type Entities, EXPERIMENT_DESIGNS, encodeEvent, newEventId } from '@touchline/events';
import { type Config, dataPaths, loadConfig } from '@touchline/runtime';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { armOfUnit, DESIGNS, type Directory, openDirectory } from '../src/index.js';

const WORKSPACE = { name: 'W', currency: 'EUR', time_zone: 'UTC', simulated: false, click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
const AT = '2026-11-20T09:30:00.000Z';
const DRAFT: Entities['experiment'] = {
  name: 'Offer page',
  design: 'redirect_holdout',
  assignment: 'hash',
  unit: 'visitor',
  scope: { link_ids: ['l1', 'l2'], creator_ids: [], campaign_ids: [], geos: [] },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'treated', weight: 3 },
  ],
  control_arm: 'control',
  metric: { kind: 'revenue' },
  scale: 'absolute',
  method: 'two_mean',
  planned_end: '2099-01-01T00:00:00Z',
  alpha: 0.05,
  guards: [],
  salt: 'salt of this test',
  conversion_window_ms: 1_000,
  state: 'draft',
};
const RUNNING: Entities['experiment'] = { ...DRAFT, state: 'running', started_at: AT };
const STOPPED: Entities['experiment'] = { ...RUNNING, state: 'stopped', stopped_at: '2026-11-21T09:30:00.000Z' };

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

const put = (entity: Entities['experiment'], id = 'x1', workspace = 'one') => directory.upsert(workspace, 'experiment', id, entity);
const held = (link: string, workspace = 'one') => directory.holdoutOfLink(workspace, link)?.id;

/** A change that nobody checked, as a process that had not yet heard of the start would append it. */
async function appendUnchecked(entity: Entities['experiment'], id = 'x1'): Promise<void> {
  const head = { version: 2, event_id: newEventId(), workspace_id: 'one', occurred_at: AT, received_at: AT, source: 'test', key: 'k', person: {} };
  const event = { ...head, type: 'directory_upserted', payload: { kind: 'experiment', id, entity } } as const;
  await log.append('directory', [{ key: 'k', value: encodeEvent(event) }]);
  await directory.catchUp();
}

describe('the life of an experiment', () => {
  it.each([
    ['begins running', undefined, RUNNING],
    ['begins stopped', undefined, STOPPED],
    ['stops before it starts', DRAFT, STOPPED],
    ['goes back to draft', RUNNING, DRAFT],
    ['starts again', STOPPED, RUNNING],
  ] as const)('never %s', async (_what, before, next) => {
    if (before !== undefined) await put(DRAFT);
    if (before !== undefined && before.state !== 'draft') await put(RUNNING);
    if (before?.state === 'stopped') await put(STOPPED);
    await expect(put(next)).rejects.toMatchObject({ code: 'TL_EXPERIMENT_STATE', path: 'state' });
  });

  it('is what the log says first: a change from elsewhere that fixes another analysis is passed over (I8)', async () => {
    await put(DRAFT);
    await put(RUNNING);
    await appendUnchecked({ ...RUNNING, alpha: 0.5 });
    await appendUnchecked({ ...DRAFT, alpha: 0.5 });
    expect(directory.get('experiment', 'one', 'x1')?.entity).toEqual(RUNNING);
    await appendUnchecked({ ...RUNNING, name: 'Renamed' });
    expect(directory.get('experiment', 'one', 'x1')?.entity.name).toBe('Renamed');
  });

  it('cannot be edited in the step that starts it', async () => {
    await put(DRAFT);
    await expect(put({ ...RUNNING, alpha: 0.1 })).rejects.toMatchObject({ code: 'TL_EXPERIMENT_FROZEN', path: 'alpha' });
  });

  it('is the same when it is folded anew from the log (I5)', async () => {
    for (const entity of [DRAFT, RUNNING, STOPPED]) await put(entity);
    await put({ ...DRAFT, scope: { ...DRAFT.scope, link_ids: ['l2'] } }, 'x2');
    await put({ ...RUNNING, scope: { ...DRAFT.scope, link_ids: ['l2'] } }, 'x2');
    const elsewhere = mkdtempSync(join(tmpdir(), 'touchline-'));
    const anew = await openDirectory({ config: loadConfig({ TOUCHLINE_DATA: elsewhere }), log, source: 'test' });
    const all = (of: Directory) => of.list('experiment', 'one', { limit: 10 }).items.map(({ id, entity, archived }) => ({ id, entity, archived }));
    expect(all(anew)).toEqual(all(directory));
    expect([anew.holdoutOfLink('one', 'l1')?.id, anew.holdoutOfLink('one', 'l2')?.id]).toEqual([undefined, 'x2']);
    await anew.close();
    rmSync(elsewhere, { recursive: true });
  });
});

describe('a link', () => {
  it('has the holdout that runs on it, and none before the start and after the end', async () => {
    await put(DRAFT);
    expect(held('l1')).toBeUndefined();
    await put(RUNNING);
    expect([held('l1'), held('l2'), held('l3')]).toEqual(['x1', 'x1', undefined]);
    await put(STOPPED);
    expect([held('l1'), held('l2')]).toEqual([undefined, undefined]);
  });

  it('has one at a time; of two that start at once the log’s first', async () => {
    for (const id of ['x1', 'x2']) await put(DRAFT, id);
    const outcomes = await Promise.allSettled([put(RUNNING, 'x1'), put(RUNNING, 'x2')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'TL_EXPERIMENT_OVERLAP' } });
  });

  it('of another workspace with the same id has none (I6)', async () => {
    await put(DRAFT);
    await put(RUNNING);
    expect(held('l1', 'two')).toBeUndefined();
    await put(DRAFT, 'x1', 'two');
    await put(RUNNING, 'x1', 'two');
    expect(directory.holdoutOfLink('two', 'l1')?.workspace_id).toBe('two');
    expect(directory.holdoutOfLink('one', 'l1')?.workspace_id).toBe('one');
  });
});

describe('the arm by hash', () => {
  const arms = fc
    .array(fc.integer({ min: 1, max: 30_000 }), { minLength: 2, maxLength: 8 })
    .map((weights) => weights.map((weight, place) => ({ name: `a${place}`, weight })));

  it('is one of the arms, and the same for ever', () => {
    fc.assert(
      fc.property(arms, fc.string(), fc.string(), (of, salt, unit) => {
        const arm = armOfUnit({ arms: of, salt }, unit);
        expect(of.map(({ name }) => name)).toContain(arm);
        expect(armOfUnit({ arms: of, salt }, unit)).toBe(arm);
      }),
    );
  });

  // Worked out with Python's hashlib: int.from_bytes(sha256(b"pepper-salt\nvisitor-N").digest()[:4], "big") / 2**32 < 0.2
  it('is what another implementation works out', () => {
    const of = {
      salt: 'pepper-salt',
      arms: [
        { name: 'control', weight: 20 },
        { name: 'treated', weight: 80 },
      ],
    };
    const control = Array.from({ length: 30 }, (_, index) => index).filter((index) => armOfUnit(of, `visitor-${index}`) === 'control');
    expect(control).toEqual([0, 12, 17, 26]);
  });

  it('under one salt says nothing of the arm under another', () => {
    const of = (salt: string) => ({
      salt,
      arms: [
        { name: 'control', weight: 1 },
        { name: 'treated', weight: 1 },
      ],
    });
    const units = Array.from({ length: 4_000 }, (_, index) => `u${index}`);
    const same = units.filter((unit) => armOfUnit(of('salt-one'), unit) === armOfUnit(of('salt-two'), unit)).length;
    // Four standard deviations of a fair coin; salts and units are fixed, so this never changes.
    expect(Math.abs(same - 2_000)).toBeLessThan(4 * Math.sqrt(1_000));
  });
});

describe('grades', () => {
  it('follow from the design: drawn is A, switched on is B, chosen by people themselves is C (I8)', () => {
    const randomised = new Set(['hash', 'lottery', 'imported']);
    for (const design of EXPERIMENT_DESIGNS) {
      const { grade, assignments, measures } = DESIGNS[design];
      expect(
        assignments.every((each) => randomised.has(each)),
        design,
      ).toBe(grade === 'A');
      expect(measures.includes('not incremental'), design).toBe(grade === 'C');
    }
    expect(DESIGNS.redirect_holdout.measures).toMatch(/among clickers, never the post/);
  });
});
