import { InputError, type Prepared, prepareAnalysis, preparePlan } from '@touchline/incrementality';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { ZodError } from 'zod';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { readTable } from '../lift/read-table.js';
import { printJson } from '../output.js';

/** Offline: works on files, needs no server and no data folder. */
export function liftCommand(program: Command): void {
  const lift = program.command('lift').description('what would not have come anyway: experiments analysed and planned from files, with no server');
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

function answer(file: string, prepare: (spec: unknown) => Prepared<object>, asJson: boolean): void {
  const result = naming(() => {
    const { spec, folder } = readSpec(file);
    const { wants, run } = prepare(spec);
    return run(wants === undefined ? undefined : readTable(wants, folder));
  });
  if (asJson) printJson(result);
  else printAnswer(result);
}

/** What is wrong with a spec or a table, as an error with a code. */
function naming<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof ZodError) throw errorOfIssues(thrown);
    if (!(thrown instanceof InputError)) throw thrown;
    throw new TouchlineError(thrown.line === undefined ? 'TL_FIELD_VALUE' : 'TL_TABLE_INVALID', thrown.message, thrown);
  }
}
