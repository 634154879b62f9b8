import { openDirectory } from '@touchline/directory';
import { openTruthLog } from '@touchline/event-log';
import { type Config, collectorUrl, loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import type { Command } from 'commander';
import { apiKey } from '../clients/api.js';
import { instantOf } from '../duration.js';
import { print, printJson, printTable } from '../output.js';
import { Progress } from '../progress.js';
import { keptBytes, wholeBytes } from '../rejects/raw.js';
import { findReject, listRejects, type RawReject, type RejectFilter } from '../rejects/reject.js';
import { type Replayed, replay } from '../rejects/replay.js';

const LIST_MAX = 10_000;
/** Results shown for people; all are in the JSON. */
const SHOWN_MAX = 50;

interface FilterOptions {
  readonly id?: string;
  readonly workspace?: string;
  readonly code?: string;
  readonly stage?: string;
  readonly since?: string;
  readonly json?: boolean;
}

export function rejectsCommand(rejects: Command): void {
  filtered(rejects.command('list').description('what was refused and why, newest first; never what it carried'))
    .option('--limit <number>', 'most to show', '100')
    .action(async (options: FilterOptions & { limit: string }) => {
      const limit = limitOf(options.limit);
      const found = await withWarehouse((warehouse) => listRejects(warehouse, filterOf(options), limit));
      if (options.json) return printJson(found);
      printTable(
        found.map(({ reject_id, workspace_id, received_at, stage, code, path, bytes }) => ({ reject_id, workspace_id, received_at, stage, code, path, bytes })),
      );
      if (found.length === limit) print(`the newest ${limit}; --limit shows more`);
    });
  rejects
    .command('show <id>')
    .description('one reject; what it carried only with --raw, since that may hold personal data')
    .option('--raw', 'the bytes as they came, and nothing else')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: { raw?: boolean; json?: boolean }) => show(id, options));
  filtered(
    rejects.command('replay').description('take in again: what the collector refused through its front door (key in TOUCHLINE_KEY), the rest from the log'),
  )
    .option('--id <id>', 'only this one')
    .option('--dry-run', 'change nothing, say what would happen')
    .action(async (options: FilterOptions & { dryRun?: boolean }) => {
      const replayed = await runReplay(options, options.dryRun === true);
      if (options.json) printJson(replayed);
      else showReplay(replayed);
      if (replayed.rejected > 0) process.exitCode = 1;
    });
}

function filtered(command: Command): Command {
  return command
    .option('--workspace <id>', 'only this workspace')
    .option('--code <code>', 'only this reason, such as TL_EVENT_TYPE_UNKNOWN')
    .option('--stage <stage>', 'edge: refused by the collector; ingest: in the log, but not fit for the warehouse')
    .option('--since <instant|duration>', 'received since then: 7d, 2026-11-01')
    .option('--json', 'one JSON document');
}

/** @throws TouchlineError TL_INPUT_INVALID */
function filterOf({ id, workspace, code, stage, since }: FilterOptions): RejectFilter {
  if (stage !== undefined && stage !== 'edge' && stage !== 'ingest')
    throw new TouchlineError('TL_INPUT_INVALID', '--stage: expected edge or ingest.', '--stage');
  const instant = since === undefined ? undefined : instantOf(since);
  if (since !== undefined && instant === undefined) {
    throw new TouchlineError('TL_INPUT_INVALID', '--since: expected a duration such as 7d, a day, or an instant with a zone.', '--since');
  }
  return {
    ...(id === undefined ? {} : { id }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(code === undefined ? {} : { code }),
    ...(stage === undefined ? {} : { stage }),
    ...(instant === undefined ? {} : { since: instant }),
  };
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIST_MAX) return limit;
  throw new TouchlineError('TL_INPUT_INVALID', `--limit: expected 1 to ${LIST_MAX}.`, '--limit');
}

async function show(id: string, options: { raw?: boolean; json?: boolean }): Promise<void> {
  const config = loadConfig();
  const found = await withWarehouse((warehouse) => findReject(warehouse, id));
  const { raw: _raw, ...reject } = found;
  const bytes = options.raw === true ? await rawBytes(found, config) : undefined;
  if (options.json) printJson(bytes === undefined ? reject : { ...reject, raw: bytes.toString('utf8'), raw_base64: bytes.toString('base64') });
  else if (bytes !== undefined) process.stdout.write(bytes);
  else for (const [name, value] of Object.entries(reject)) print(`${name.padEnd(16)}  ${value}`);
}

async function rawBytes(reject: RawReject, config: Config): Promise<Buffer> {
  const log = openTruthLog(config, 'touchline-cli');
  try {
    return (await wholeBytes(reject, log)) ?? keptBytes(reject);
  } finally {
    await log.close();
  }
}

async function runReplay(options: FilterOptions, dry_run: boolean): Promise<Replayed> {
  const filter = filterOf(options);
  if (Object.keys(filter).length === 0) throw new TouchlineError('TL_INPUT_INVALID', 'Say which: --id, --code, --stage, --workspace or --since.', '--id');
  const config = loadConfig();
  const log = openTruthLog(config, 'touchline-cli');
  const directory = await openDirectory({ config, log, source: 'cli' });
  const bar = new Progress(dry_run ? 'Looking at the rejects' : 'Replaying the rejects', 'rejects');
  try {
    const onProgress = (done: number, total: number) => bar.update(done, total);
    return await withWarehouse((warehouse) =>
      replay({ log, warehouse, directory, collector_url: collectorUrl(config), key: apiKey, filter, dry_run, onProgress }),
    );
  } finally {
    bar.stop();
    await directory.close();
    await log.close();
  }
}

function showReplay({ dry_run, rejects, left, accepted, duplicate, rejected, results }: Replayed): void {
  const rows = results
    .slice(0, SHOWN_MAX)
    .map(({ reject_id, stage, outcome, event_id = '', code = '', path = '' }) => ({ reject_id, stage, outcome, event_id, code, path }));
  printTable(rows);
  if (results.length > SHOWN_MAX) print(`… and ${results.length - SHOWN_MAX} more; --json has all`);
  print('');
  const would = dry_run ? 'would be ' : '';
  print(`${rejects} rejects: ${accepted} ${would}accepted, ${duplicate} ${would}duplicates, ${rejected} ${would}rejected again`);
  if (left > 0) print(`${left} are left for the next replay`);
}

async function withWarehouse<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = openWarehouse(loadConfig());
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
}
