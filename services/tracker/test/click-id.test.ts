import { validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ClickIds } from '../src/redirect/click-id.js';

const NOW_MS = Date.parse('2026-11-21T09:30:00.123Z');

describe('a click id', () => {
  it('is a UUIDv7 that holds its instant', () => {
    const id = new ClickIds().next(NOW_MS);
    expect([validate(id), version(id)]).toEqual([true, 7]);
    expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(NOW_MS);
  });

  it('is valid, new and greater than the one before, thousands of times in one millisecond', () => {
    const ids = new ClickIds();
    const made = Array.from({ length: 10_000 }, () => ids.next(NOW_MS));
    expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('goes on rising when the clock steps back', () => {
    const ids = new ClickIds();
    const before = ids.next(NOW_MS);
    expect(ids.next(NOW_MS - 60_000) > before).toBe(true);
  });

  it('is not to be guessed from another: two makers share no random part', () => {
    const tails = Array.from({ length: 1_000 }, () => new ClickIds().next(NOW_MS).slice(19));
    expect(new Set(tails).size).toBe(tails.length);
  });
});
