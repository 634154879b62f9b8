import { openTruthLog, TOPICS } from '@touchline/event-log';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { type ExportFrom, exportLog } from '../archive/export-log.js';
import { type Imported, importLog } from '../archive/import-log.js';
import { type Manifest, readManifest } from '../archive/manifest.js';
import { instantOf } from '../duration.js';
import { print, printJson, printTable } from '../output.js';
import { Progress } from '../progress.js';

interface ExportOptions {
  readonly topics?: string;
  readonly from?: string;
  readonly json?: boolean;
}

export function logCommand(log: Command): void {
  log
    .command('export <dir>')
    .description('write the log into an empty folder, as gzip files of JSON lines')
    .option('--topics <names>', `comma-separated, of ${Object.keys(TOPICS).join(', ')}; all when left out`)
    .option('--from <instant|duration|archive>', 'what was received from then on (2026-11-01, 7d), or what came after another archive’s folder')
    .option('--json', 'one JSON document')
    .action(async (folder: string, options: ExportOptions) => {
      const manifest = await runExport(folder, options);
      if (options.json) printJson(manifest);
      else showExport(manifest);
    });
  log
    .command('import <dir>')
    .description('append what this log does not hold; an empty log becomes a copy, at the same offsets')
    .option('--dry-run', 'read and compare everything, append nothing')
    .option('--json', 'one JSON document')
    .action(async (folder: string, options: { dryRun?: boolean; json?: boolean }) => {
      const imported = await runImport(folder, options.dryRun === true);
      if (options.json) printJson(imported);
      else showImport(imported);
    });
}

async function runExport(folder: string, options: ExportOptions): Promise<Manifest> {
  const [topics, from] = [topicsOf(options.topics), await fromOf(options.from)];
  const log = openTruthLog(loadConfig(), 'touchline-cli');
  const bar = new Progress('Exporting the log', 'records');
  try {
    return await exportLog({ log, folder, topics, from, onProgress: (done, total) => bar.update(done, total) });
  } finally {
    bar.stop();
    await log.close();
  }
}

async function runImport(folder: string, dry_run: boolean): Promise<Imported> {
  const manifest = await readManifest(folder);
  const log = openTruthLog(loadConfig(), 'touchline-cli');
  const bar = new Progress(dry_run ? 'Comparing with the log' : 'Importing into the log', 'records');
  try {
    return await importLog({ log, folder, manifest, dry_run, onProgress: (done, total) => bar.update(done, total) });
  } finally {
    bar.stop();
    await log.close();
  }
}

function topicsOf(text: string | undefined): string[] {
  if (text === undefined) return Object.keys(TOPICS);
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(TOPICS, name));
  if (unknown === undefined) return [...new Set(names)];
  throw new TouchlineError('TL_INPUT_INVALID', `--topics: \`${unknown}\` is not one of ${Object.keys(TOPICS).join(', ')}.`, '--topics');
}

async function fromOf(text: string | undefined): Promise<ExportFrom> {
  if (text === undefined) return undefined;
  const instant = instantOf(text);
  return instant === undefined ? { after: await readManifest(text) } : { received_at: instant };
}

function showExport(manifest: Manifest): void {
  const rows = manifest.partitions.map(({ topic, partition, first_offset, next_offset }) => {
    const files = manifest.files.filter((file) => file.topic === topic && file.partition === partition);
    const sum = (name: 'records' | 'bytes') => files.reduce((all, file) => all + file[name], 0);
    return { topic, partition, first_offset, next_offset, records: sum('records'), files: files.length, bytes: sum('bytes') };
  });
  printTable(rows);
  print('');
  print(`${manifest.records} records in ${manifest.files.length} files`);
}

function showImport({ dry_run, records, appended, present, duplicate, offsets_kept, partitions }: Imported): void {
  printTable(partitions.map((each) => ({ ...each, offsets_kept: each.offsets_kept ? 'yes' : 'no' })));
  print('');
  print(`${records} records: ${appended} ${dry_run ? 'would be appended' : 'appended'}, ${present} there already, ${duplicate} known by their once_id`);
  print(offsets_kept ? 'every record has the offset it had' : 'the log held other records: offsets differ, each partition’s order is the archive’s');
}
