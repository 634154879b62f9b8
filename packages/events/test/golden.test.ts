import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, decodeEvent, EVENT_TYPES, encodeEvent, isEventType, peekEvent } from '../src/index.js';

const FOLDER = new URL('./fixtures/golden/', import.meta.url);

/** The bytes of every published (type, version), as the code of that time wrote them. A file here is never changed, only added. */
const GOLDEN = readdirSync(FOLDER)
  .sort()
  .map((name) => {
    const [type = '', version = ''] = name.split('.');
    return { type, version: Number(version), bytes: readFileSync(new URL(name, FOLDER)) };
  });

const isNewest = ({ type, version }: { type: string; version: number }) => isEventType(type) && CATALOGUE[type].version === version;

describe('golden samples', () => {
  it('are there for every published type and version', () => {
    const published = EVENT_TYPES.flatMap((type) => Array.from({ length: CATALOGUE[type].version }, (_, index) => `${type} ${index + 1}`));
    expect(GOLDEN.map(({ type, version }) => `${type} ${version}`).sort()).toEqual(published.sort());
  });

  it.each(GOLDEN)('of $type $version tell type and version by their first bytes', ({ type, version, bytes }) => {
    expect(peekEvent(bytes)).toEqual({ type, version });
  });

  it.each(GOLDEN)('of $type $version are read for ever, and come out at the newest version (I5)', ({ type, bytes }) => {
    const event = decodeEvent(bytes);
    expect(event).toMatchObject({ type, version: CATALOGUE[event.type].version });
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
  });

  it.each(GOLDEN.filter(isNewest))('of $type $version are written today as they were, byte for byte', ({ bytes }) => {
    expect(encodeEvent(decodeEvent(bytes)).toString()).toBe(bytes.toString());
  });
});

describe('an order of version 1', () => {
  const golden = GOLDEN.find(({ type, version }) => type === 'order_placed' && version === 1)?.bytes.toString() ?? '';

  it('was an order, and says so at version 2; nothing else of it changes', () => {
    const old = JSON.parse(golden) as { payload: object };
    expect(decodeEvent(Buffer.from(golden))).toEqual({ ...old, version: 2, payload: { ...old.payload, kind: 'order' } });
  });

  it('has the fields it was published with and no others', () => {
    const later = golden.replace('"new_customer":true', '"new_customer":true,"kind":"subscription_renewed"');
    expect(() => decodeEvent(Buffer.from(later))).toThrow(expect.objectContaining({ name: 'EventMalformed', path: 'payload', reason: 'malformed' }));
  });

  it('is told apart from one of a version that newer code may know', () => {
    const future = golden.replace('"version":1', '"version":3');
    expect(() => decodeEvent(Buffer.from(future))).toThrow(expect.objectContaining({ path: 'version', reason: 'unknown' }));
  });
});

describe('a click of version 1', () => {
  const golden = GOLDEN.find(({ type, version }) => type === 'click' && version === 1)?.bytes.toString() ?? '';

  it('was in no experiment, and is in none at version 2; nothing of it changes', () => {
    const old = JSON.parse(golden) as object;
    expect(decodeEvent(Buffer.from(golden))).toEqual({ ...old, version: 2 });
  });

  it('cannot say that it was in one', () => {
    const later = golden.replace('"simulated":true', '"simulated":true,"experiment_id":"x","arm":"y"');
    expect(() => decodeEvent(Buffer.from(later))).toThrow(expect.objectContaining({ path: 'payload', reason: 'malformed' }));
  });
});

describe('a change of the directory of version 1', () => {
  const golden = GOLDEN.find(({ type, version }) => type === 'directory_upserted' && version === 2)?.bytes.toString() ?? '';

  it('knows no experiments, and no key that may write them', () => {
    const older = golden.replace('"version":2', '"version":1');
    expect(() => decodeEvent(Buffer.from(older))).toThrow(expect.objectContaining({ name: 'EventMalformed', reason: 'malformed' }));
    const key = (version: number) =>
      Buffer.from(
        JSON.stringify({
          ...(JSON.parse(golden) as object),
          version,
          payload: { kind: 'api_key', id: 'k1', entity: { name: 'k', secret_sha256: 'a'.repeat(64), scopes: ['experiments:write'] } },
        }),
      );
    expect(decodeEvent(key(2))).toMatchObject({ payload: { kind: 'api_key' } });
    expect(() => decodeEvent(key(1))).toThrow(expect.objectContaining({ reason: 'malformed' }));
  });
});

describe('a change of the directory of version 2', () => {
  const golden = GOLDEN.find(({ type, version }) => type === 'directory_upserted' && version === 3)?.bytes.toString() ?? '';

  it('knows no reports', () => {
    expect(decodeEvent(Buffer.from(golden))).toMatchObject({ payload: { kind: 'report_schedule' } });
    const older = golden.replace('"version":3', '"version":2');
    expect(() => decodeEvent(Buffer.from(older))).toThrow(expect.objectContaining({ name: 'EventMalformed', reason: 'malformed' }));
  });
});

describe('a change of the directory of version 3', () => {
  const golden = GOLDEN.find(({ type, version }) => type === 'directory_upserted' && version === 4)?.bytes.toString() ?? '';

  it('knows nothing of what a thousand impressions cost', () => {
    expect(decodeEvent(Buffer.from(golden))).toMatchObject({ payload: { kind: 'platform_cpm' } });
    const older = golden.replace('"version":4', '"version":3');
    expect(() => decodeEvent(Buffer.from(older))).toThrow(expect.objectContaining({ name: 'EventMalformed', reason: 'malformed' }));
  });
});
