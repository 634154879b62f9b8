import { collectorUrl, loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { apiKey } from '../clients/api.js';
import { CollectorClient } from '../clients/collector.js';
import { print, printJson } from '../output.js';
import { importPostMetrics } from '../post-metrics/import.js';
import { Progress } from '../progress.js';

/** Bad rows beyond these are counted and not printed. */
const WARNINGS_SHOWN_MAX = 20;

interface ImportOptions {
  readonly source: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function metricsCommand(metrics: Command): void {
  metrics
    .command('import <file>')
    .description('tell every row of a CSV (post_id, occurred_at, impressions, likes …) or of JSON lines (.jsonl); again, it changes nothing')
    .option('--source <name>', 'who counted, where the row does not say', 'import')
    .option('--dry-run', 'check every row, and keep nothing')
    .option('--json', 'one JSON document')
    .action(async (file: string, options: ImportOptions) => {
      const dry_run = options.dryRun === true;
      const collector = new CollectorClient({ url: collectorUrl(loadConfig()), key: apiKey(), dry_run });
      const progress = new Progress('import', 'rows');
      const imported = await importPostMetrics(file, collector, { source: options.source, onProgress: (done, total) => progress.update(done, total) }).finally(
        () => progress.stop(),
      );
      if (imported.rejected > 0) process.exitCode = 1;
      if (options.json) return printJson({ dry_run, ...imported });
      for (const { line, code, message } of imported.warnings.slice(0, WARNINGS_SHOWN_MAX)) print(`line ${line ?? '?'}: ${code} ${message}`);
      print(
        dry_run
          ? `${imported.accepted} of ${imported.rows} rows can be taken; nothing was kept`
          : `${imported.accepted} recorded, ${imported.duplicates} known before, ${imported.rejected} refused`,
      );
    });
}
