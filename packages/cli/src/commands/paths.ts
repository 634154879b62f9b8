import type { Command } from 'commander';
import { printJson } from '../output.js';
import { attributeFile } from '../paths/attribute.js';
import { PATH_MODELS, type PathOptions, pathRequestOf } from '../paths/options.js';
import { printReport } from '../paths/print-report.js';
import { Progress } from '../progress.js';

/** Offline: works on files, needs no server and no data folder. */
export function pathsCommand(paths: Command): void {
  paths
    .command('attribute <file>')
    .description('credit conversions to channels from a CSV with path (a > b), conversions and optional value, nulls; may be gzipped, - is standard input')
    .option('--model <name>', PATH_MODELS.join(', '), 'linear')
    .option('--transform <name>', 'all, collapsed, unique or last_n:K', 'collapsed')
    .option('--order <k>', 'of markov: 1, 2, 3 or 4; 1 when left out')
    .option('--weights <list>', 'position: first, middle, last (0.4,0.2,0.4); custom: one weight per place')
    .option('--bootstrap <replicates>', 'standard errors and 95 % intervals from so many replicates')
    .option('--seed <number>', 'of the bootstrap and of sampled Shapley values; 0 when left out')
    .option('--samples <number>', 'orders of the channels that shapley draws above 16 channels')
    .option('--transitions', 'every transition of the fitted chain with its probability')
    .option('--json', 'one JSON document')
    .action(attribute);
}

async function attribute(file: string, options: PathOptions & { readonly json?: boolean }): Promise<void> {
  const request = pathRequestOf(options);
  const bar = new Progress('Reading paths', 'bytes');
  const report = await attributeFile(file, request, (done, total) => bar.update(done, total)).finally(() => bar.stop());
  if (options.json) printJson(report);
  else printReport(report);
}
