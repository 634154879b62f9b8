import type { Command } from 'commander';
import type { ResultOptions } from '../experiments/result.js';

/** `touchline experiments result`: what an experiment had shown by an instant. */
export function experimentResultCommand(experiments: Command): void {
  experiments
    .command('result <id>')
    .description('what an experiment has shown, with grade and guards; kept in the warehouse')
    .option('--workspace <id>', 'the experiment’s workspace', 'default')
    .option('--as-of <instant>', 'as it was known then, ISO 8601; left out: now')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: ResultOptions) => (await import('../experiments/result.js')).result(id, options));
}
