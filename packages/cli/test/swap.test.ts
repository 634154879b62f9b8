import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXCHANGED_TABLES } from '../src/rebuild/swap.js';

/** Results of experiments, and factors made of them, as they were shown at their time: what the log says of one can be asked anew, so a rebuild leaves them. */
const LEFT_ALONE = ['lift_results', 'calibrations', 'calibrations_refused'];
const MIGRATIONS = new URL('../../warehouse/migrations/', import.meta.url);

/** Tables the migrations make and leave, without what a run lays out for itself and need not survive a loss of power. */
function keptTables(): string[] {
  const statements = readdirSync(MIGRATIONS).flatMap((name) => readFileSync(new URL(name, MIGRATIONS), 'utf8').split(/;\s*$/m));
  const kept = statements.filter((statement) => !statement.includes('fsync_after_insert = 0'));
  const named = (pattern: RegExp) => kept.flatMap((statement) => pattern.exec(statement)?.[1] ?? []);
  const dropped = new Set(named(/DROP TABLE IF EXISTS (\w+)/));
  return named(/CREATE TABLE IF NOT EXISTS (\w+)/).filter((table) => !dropped.has(table));
}

describe('a rebuild', () => {
  it('puts every table in the place of the live one that holds something (I5)', () => {
    expect([...EXCHANGED_TABLES, ...LEFT_ALONE].sort()).toEqual(keptTables().sort());
  });
});
