import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATALOGUE,
  decodeEvent,
  EVENT_TYPES,
  EventMalformed,
  encodeEvent,
  naturalEventId,
  newEventId,
  peekEvent,
  readEventHead,
  slotKey,
} from '../src/index.js';
import { SAMPLES } from './samples.js';

describe('the event catalogue', () => {
  it('has a sample of every type at its newest version', () => {
    expect(SAMPLES.map(({ type, version }) => `${type} ${version}`)).toEqual(EVENT_TYPES.map((type) => `${type} ${CATALOGUE[type].version}`));
  });

  it.each(SAMPLES)('reads back the sample of $type as it was written', (sample) => {
    expect(decodeEvent(encodeEvent(sample))).toEqual(sample);
  });

  it.each(SAMPLES)('tells type and version of $type from the first bytes alone', (sample) => {
    expect(peekEvent(encodeEvent(sample))).toEqual({ type: sample.type, version: sample.version });
  });

  it.each(SAMPLES)('reads the head of $type without its payload, and however else it is written', (sample) => {
    const { type, version, event_id, workspace_id, received_at, source, key } = sample;
    const head = { type, version, event_id, workspace_id, received_at, source, key };
    expect(readEventHead(encodeEvent(sample))).toEqual(head);
    expect(readEventHead(Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(sample).reverse()), null, 1)))).toEqual(head);
    const umlauts = { ...sample, workspace_id: 'Größe "L" \\', key: 'ключ' };
    expect(readEventHead(encodeEvent(umlauts))).toEqual({ ...head, workspace_id: umlauts.workspace_id, key: umlauts.key });
  });

  it('finds no head in what is no event', () => {
    for (const text of ['', 'nonsense', 'null', '[]', '{}', '{"type":"click","version":1}', change({ key: 7 })])
      expect(readEventHead(Buffer.from(text))).toBeUndefined();
  });

  it.each([
    ['no JSON', 'nonsense', ''],
    ['an unknown type', change({ type: 'tea_served' }), 'type'],
    ['a version of the future', change({ version: 99 }), 'version'],
    ['a missing payload field', change({ payload: { order_id: 'o1' } }), 'payload.amount_minor'],
    ['an unknown envelope field', change({ colour: 'red' }), ''],
    ['an instant without zone', change({ occurred_at: '2026-11-20T09:30:00.123' }), 'occurred_at'],
    ['a person where none may be named', change({ person: { phone: '1' } }), 'person'],
  ])('names the wrong field of %s', (_name, text, path) => {
    expect(() => decodeEvent(Buffer.from(text))).toThrow(EventMalformed);
    expect(pathOfFailure(text)).toBe(path);
  });
});

describe('ids', () => {
  it('gives one natural key one id for ever, the one other implementations of UUIDv5 give (I2)', () => {
    expect(naturalEventId(['demo', 'order', 'o1'])).toBe('355a9981-e43e-551e-bd36-460576a0f26a');
  });

  it('keeps natural keys apart however their parts are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 }), (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(naturalEventId(a)).not.toBe(naturalEventId(b));
      }),
    );
  });

  it('orders new ids by time', () => {
    const ids = Array.from({ length: 100 }, newEventId);
    expect([...ids].sort()).toEqual(ids);
  });

  it('puts many persons into each slot, so that a key identifies nobody (I9)', () => {
    const slots = new Set(Array.from({ length: 100_000 }, (_, person) => slotKey('demo', `visitor ${person}`)));
    expect(slots.size).toBeLessThanOrEqual(4_096);
    expect(slots.size).toBeGreaterThan(4_000);
  });
});

function change(fields: Record<string, unknown>): string {
  const order = SAMPLES.find(({ type }) => type === 'order_placed');
  return JSON.stringify({ ...order, ...fields });
}

function pathOfFailure(text: string): string | undefined {
  try {
    decodeEvent(Buffer.from(text));
  } catch (error) {
    if (error instanceof EventMalformed) return error.path;
  }
  return undefined;
}
