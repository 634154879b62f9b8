import { LEVELS } from '@touchline/ledger';
import { loadConfig } from '@touchline/runtime';
import { type Command, Option } from 'commander';
import { type RunAnswer, type RunWish, runAttributionNow } from '../clients/aggregator.js';
import { print, printJson, printTable } from '../output.js';

interface Options {
  readonly workspace?: string;
  readonly fit?: boolean;
  readonly level?: string;
  readonly order?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

export function attributeCommand(attribute: Command): void {
  attribute
    .command('run')
    .description('credit what is new now, instead of at the next scheduled run; with --fit also by Markov and Shapley, fitted anew')
    .option('--workspace <id>', 'only this workspace')
    .option('--fit', 'fit Markov and Shapley to all journeys, credit every order by them, and keep intervals of all models')
    .addOption(
      new Option('--level <level>', 'what the fitted models tell apart; default: as last time, at first creator').choices(LEVELS).implies({ fit: true }),
    )
    .addOption(new Option('--order <order>', 'of the Markov chain; default: as last time, at first 1').choices(['1', '2', '3', '4']).implies({ fit: true }))
    .addOption(new Option('--seed <number>', 'of Shapley values that are drawn, above 16 channels').implies({ fit: true }))
    .option('--json', 'one JSON document')
    .action(async (options: Options) => {
      const runs = await runAttributionNow(loadConfig(), wishOf(options));
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
      printFits(runs);
    });
}

function wishOf({ workspace, fit, level, order, seed }: Options): RunWish {
  const told = {
    ...(level === undefined ? {} : { level }),
    ...(order === undefined ? {} : { order: Number(order) }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
  return { ...(workspace === undefined ? {} : { workspace_id: workspace }), ...(fit ? { fit: told } : {}) };
}

function printFits(runs: readonly RunAnswer[]): void {
  const fits = runs.flatMap(({ workspace_id, fit }) => (fit === undefined ? [] : [{ workspace_id, ...fit }]));
  if (fits.length === 0) return;
  print('');
  printTable(
    fits.map((fit) => ({
      workspace: fit.workspace_id,
      fit: fit.run_id ?? '(nothing to fit to)',
      level: fit.level,
      order: fit.order,
      conversions: fit.conversions,
      nulls: fit.nulls,
      'P(conversion)': fit.p_conversion.toFixed(6),
      channels: fit.channels,
      'lines written': fit.lines_written,
      ms: Math.round(fit.duration_ms),
    })),
  );
}
