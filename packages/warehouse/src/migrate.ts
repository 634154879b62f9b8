import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { ClickHouseError } from '@clickhouse/client';
import { TouchlineError } from '@touchline/runtime';
import { splitStatements } from './statements.js';
import type { Warehouse } from './warehouse.js';

const FOLDER = new URL('../migrations/', import.meta.url);
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

/** Two processes that migrate at once can meet in one statement; each is idempotent, so the loser says it again. */
const ATTEMPTS_MAX = 5;
const RETRY_PAUSE_MS = 100;
const COLLISIONS: ReadonlySet<string> = new Set([
  '57', // TABLE_ALREADY_EXISTS
  '60', // UNKNOWN_TABLE
  '82', // DATABASE_ALREADY_EXISTS
  '218', // TABLE_IS_DROPPED
  '473', // DEADLOCK_AVOIDED
  '517', // CANNOT_ASSIGN_ALTER
]);

const BOOK = `
  CREATE TABLE IF NOT EXISTS migrations (name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
  ENGINE = ReplacingMergeTree(applied_at) ORDER BY name
`;

interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

/**
 * Applies what is new, in the order of the numbers. A process may die between two statements: they are idempotent and the
 * file is entered in the book only after its last one, so the next process does it again.
 */
export async function migrate(warehouse: Warehouse): Promise<string[]> {
  await patiently(() => warehouse.command(BOOK));
  const known = await applied(warehouse);
  const names: string[] = [];
  for (const migration of await readMigrations()) {
    const checksum = known.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) throw new TouchlineError('TL_MIGRATION_CHANGED', `${migration.name} was changed after it was applied.`, migration.name);
    for (const statement of migration.statements) await patiently(() => warehouse.command(statement));
    await warehouse.insertRows('migrations', [{ name: migration.name, checksum: migration.checksum }]);
    names.push(migration.name);
  }
  return names;
}

async function applied(warehouse: Warehouse): Promise<ReadonlyMap<string, string>> {
  const rows = await warehouse.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations FINAL');
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, checksum: createHash('sha256').update(sql).digest('hex'), statements: splitStatements(sql) };
    }),
  );
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !(error instanceof ClickHouseError) || !COLLISIONS.has(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * RETRY_PAUSE_MS));
    }
  }
}
