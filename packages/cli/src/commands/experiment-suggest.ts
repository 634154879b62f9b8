import type { Command } from 'commander';
import type { SuggestOptions } from '../experiments/suggest.js';

/** `touchline experiments suggest`: which creators to test (again), the most money at stake first. */
export function experimentSuggestCommand(experiments: Command): void {
  experiments
    .command('suggest')
    .description('which creators to test (again): never tested, lapsed, a wide interval, or old; the most money at stake first')
    .option('--workspace <id>', 'whose creators', 'default')
    .option('--model <name>', 'by whose credit: first, last, linear …', 'first')
    .option('--days <number>', 'credit of the last so many days', '90')
    .option('--limit <number>', 'most creators to show', '20')
    .option('--json', 'one JSON document')
    .action(async (options: SuggestOptions) => (await import('../experiments/suggest.js')).suggest(options));
}
