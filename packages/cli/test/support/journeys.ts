import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type AttributeOptions, type Attribution, attributeJourneys } from '../../src/journeys/attribute.js';
import type { CreditLine } from '../../src/journeys/credit.js';

const DAY_MS = 86_400_000;
export const T = Date.UTC(2026, 2, 1, 12);
export const at = (before_ms: number) => new Date(T - before_ms).toISOString();
export const days = (count: number) => count * DAY_MS;

export interface Result extends Attribution {
  readonly lines: readonly CreditLine[];
}

/** Credits what two texts say; the rest as the command's defaults. */
export type Credit = (touches: string, conversions: string, more?: Partial<AttributeOptions>) => Promise<Result>;

/** In a folder of its own, removed after the file's tests. */
export function crediting(): Credit {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-journeys-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let calls = 0;
  return async (touches, conversions, more = {}) => {
    // Files of its own for each call: a test that timed out goes on and must not write into the next one’s.
    calls += 1;
    const files = { touches: join(folder, `touches-${calls}.csv`), conversions: join(folder, `conversions-${calls}.csv`) };
    writeFileSync(files.touches, touches);
    writeFileSync(files.conversions, conversions);
    const { attribution, lines } = await attributeJourneys({ ...DEFAULTS, ...files, ...more });
    return { ...attribution, lines: [...lines()] };
  };
}

const DEFAULTS: Omit<AttributeOptions, 'touches' | 'conversions'> = {
  model: { name: 'linear' },
  windows: { click: days(30), code: days(30), view: days(1) },
  transform: { name: 'all' },
  excluded: [],
  aliases: new Map(),
  currency: '',
  from_ms: Number.NEGATIVE_INFINITY,
  to_ms: Number.POSITIVE_INFINITY,
  once_per_person: false,
  onProgress: () => undefined,
};

/** A file of rows under a header. */
export function csv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows.map((row) => row.join(','))].join('\n');
}

/** What each channel gets, in one currency or in conversions. */
export function byChannel({ channels }: Attribution, currency?: string): Record<string, number> {
  return Object.fromEntries(
    channels.map(({ channel, conversions, amount_minor }) => [channel, currency === undefined ? conversions : (amount_minor[currency] ?? 0)]),
  );
}
