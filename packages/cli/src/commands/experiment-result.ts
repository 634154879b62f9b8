import { keepResult, type LiftResult, runLift } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import type { Command } from 'commander';
import { print, printJson, printTable } from '../output.js';

interface Options {
  readonly workspace: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

/** `touchline experiments result`: what an experiment had shown by an instant. */
export function experimentResultCommand(program: Command): void {
  const experiments = program.commands.find((each) => each.name() === 'experiments') ?? program.command('experiments').description('experiments');
  experiments
    .command('result <id>')
    .description('what an experiment has shown, with grade and guards; kept in the warehouse')
    .option('--workspace <id>', 'the experiment’s workspace', 'default')
    .option('--as-of <instant>', 'as it was known then, ISO 8601; left out: now')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: Options) => {
      const as_of = instantOf(options.asOf);
      const warehouse = openWarehouse(loadConfig());
      try {
        const run = await runLift({ warehouse, workspace_id: options.workspace, experiment_id: id, as_of });
        await keepResult(warehouse, run);
        if (options.json) printJson({ run_id: run.run_id, ...run.result });
        else printResult(run.result);
      } finally {
        await warehouse.close();
      }
    });
}

function instantOf(text: string | undefined): Date {
  const instant = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(instant.getTime()) || instant.getTime() > Date.now()) {
    throw new TouchlineError('TL_INPUT_INVALID', '--as-of: expected an instant of the past, such as 2026-11-21T08:00:00Z.', '--as-of');
  }
  return instant;
}

function printResult({ name, title, grade, as_of, arms, guards, words }: LiftResult): void {
  print(`${name}: ${title} (grade ${grade}), as of ${as_of}`);
  print('');
  print(words.finding);
  print('');
  printTable(arms.map(({ arm, n, conversions, mean }) => ({ arm, units: n, conversions, mean: mean === null ? '' : Number(mean.toPrecision(6)) })));
  print('');
  printTable(guards.map(({ name: guard, passed, detail }) => ({ guard, passed: passed ? 'yes' : 'NO', found: detail })));
  for (const line of [...words.method, ...words.would_change, ...words.notes]) print(`- ${line}`);
}
