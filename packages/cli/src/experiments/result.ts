import { CAVEAT_WORDS, figureText, intervalText, type KeptCalibration, keepResult, type LiftResult, runLift } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { print, printJson, printTable } from '../output.js';

export interface ResultOptions {
  readonly workspace: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

/** Judges an experiment as of an instant, keeps what it found, and prints it. @throws TouchlineError TL_INPUT_INVALID, or what the run threw */
export async function result(id: string, options: ResultOptions): Promise<void> {
  const as_of = instantOf(options.asOf);
  const warehouse = openWarehouse(loadConfig());
  try {
    const run = await runLift({ warehouse, workspace_id: options.workspace, experiment_id: id, as_of });
    const calibration = await keepResult(warehouse, run);
    if (options.json) printJson({ run_id: run.run_id, ...run.result, calibration });
    else {
      printResult(run.result);
      printCalibration(calibration);
    }
  } finally {
    await warehouse.close();
  }
}

function instantOf(text: string | undefined): Date {
  const instant = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(instant.getTime()) || instant.getTime() > Date.now()) {
    throw new TouchlineError('TL_INPUT_INVALID', '--as-of: expected an instant of the past, such as 2026-11-21T08:00:00Z.', '--as-of');
  }
  return instant;
}

function printResult(result: LiftResult): void {
  const { name, title, grade, as_of, arms, guards, words, comparisons } = result;
  print(`${name}: ${title} (grade ${grade}), as of ${as_of}`);
  print('');
  print(words.finding);
  print('');
  printTable(
    arms.map(({ arm, n, conversions, mean }) => ({ arm, units: n, conversions: conversions ?? '', mean: mean === null ? '' : Number(mean.toPrecision(6)) })),
  );
  const effects = comparisons.flatMap((comparison) => effectRows(result, comparison));
  if (effects.length > 0) {
    print('');
    printTable(effects);
  }
  print('');
  printTable(guards.map(({ name: guard, passed, detail }) => ({ guard, passed: passed ? 'yes' : 'NO', found: detail })));
  for (const line of [...words.method, ...words.would_change, ...words.notes]) print(`- ${line}`);
}

function effectRows(result: LiftResult, { arm, against, fixed, sequential, adjusted, winsorised, per_order }: LiftResult['comparisons'][number]) {
  const shown = {
    'at the planned end': fixed,
    'at every look': sequential,
    'adjusted for before': adjusted,
    'cut at the cap': winsorised,
    'per order': per_order,
  };
  return Object.entries(shown).flatMap(([how, effect]) => {
    if (effect?.estimate == null) return [];
    const { scale, estimate, interval, p } = effect;
    const figures = { effect: figureText(result, scale, estimate), interval: interval === null ? '' : intervalText(result, scale, interval) };
    return [{ comparison: `${arm} against ${against}`, how, ...figures, p: p === null ? '' : Number(p.toPrecision(3)) }];
  });
}

/** How much of each model's credit was caused, or why this result does not say so. */
function printCalibration({ factors, refusals }: KeptCalibration): void {
  print('');
  if (factors.length > 0) {
    const shown = (value: number) => Number(value.toPrecision(3));
    printTable(
      factors.map(({ model, factor, interval, caveat }) => ({
        credit_of: model,
        of_it_caused: shown(factor),
        interval: `${shown(interval[0])} … ${shown(interval[1])}`,
        but: caveat === '' ? '' : CAVEAT_WORDS[caveat],
      })),
    );
  }
  for (const { model, words } of refusals) print(`- no calibration${model === '' ? '' : ` of ${model}`}: ${words}`);
}
