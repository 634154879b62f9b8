import { type Prepared, prepareAnalysis, preparePlan } from '@touchline/incrementality';
import type { Command } from 'commander';
import { naming } from '../lift/naming.js';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { readTable } from '../lift/read-table.js';
import { printJson } from '../output.js';

/** Offline: works on files, needs no server and no data folder. */
export function liftCommand(lift: Command): void {
  lift
    .command('analyze <spec>')
    .description('analyse a JSON spec (- reads standard input); docs/offline-lift.md has one for each design')
    .option('--json', 'one JSON document')
    .action((file: string, options: { json?: boolean }) => answer(file, prepareAnalysis, options.json === true));
  lift
    .command('plan <spec>')
    .description('how many, how long, what it costs, what it can see, from a JSON spec (- reads standard input)')
    .option('--json', 'one JSON document')
    .action((file: string, options: { json?: boolean }) => answer(file, preparePlan, options.json === true));
}

async function answer(file: string, prepare: (spec: unknown) => Prepared<object>, asJson: boolean): Promise<void> {
  const result = await naming(() => {
    const { spec, folder } = readSpec(file);
    const { wants, run } = prepare(spec);
    return run(wants === undefined ? undefined : readTable(wants, folder));
  });
  if (asJson) printJson(result);
  else printAnswer(result);
}
