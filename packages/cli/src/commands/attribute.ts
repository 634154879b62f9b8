import { loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { runAttributionNow } from '../clients/aggregator.js';
import { printJson, printTable } from '../output.js';

export function attributeCommand(program: Command): void {
  const attribute = program.command('attribute').description('attribution');
  attribute
    .command('run')
    .description('credit what is new now, instead of at the next scheduled run')
    .option('--workspace <id>', 'only this workspace')
    .option('--json', 'one JSON document')
    .action(async (options: { workspace?: string; json?: boolean }) => {
      const runs = await runAttributionNow(loadConfig(), options.workspace);
      if (options.json) return printJson(runs);
      printTable(
        runs.map((run) => ({
          workspace: run.workspace_id,
          run: run.run_id ?? '(nothing new)',
          conversions: run.conversions,
          'lines written': run.lines_written,
          ms: Math.round(run.duration_ms),
        })),
      );
    });
}
