import { z } from 'zod';
import { type Analysis, type Guard, judged } from '../analysis.js';
import { sumsFit, unitsWithVariance } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits } from '../guards.js';
import { InputError } from '../input-error.js';
import { common, count } from '../spec.js';
import { covarianceOfSums, differenceVariance, type Moments, momentsOfSums } from '../statistics/moments.js';
import { waldTest } from '../statistics/tests.js';
import { numbersOf, type Table } from '../table.js';

/** Weak instruments below. Source: Staiger and Stock 1997. */
const F_MIN = 10;

const arm = z
  .strictObject({ n: unitsWithVariance, y_sum: z.number(), y_sum_squares: z.number().min(0), a_sum: count, ya_sum: z.number() })
  .refine(({ n, y_sum, y_sum_squares }) => sumsFit(n, y_sum, y_sum_squares), { path: ['y_sum_squares'], error: 'Less than sum² / n.' })
  .refine(({ n, a_sum }) => a_sum <= n, { path: ['a_sum'], error: 'More treated than units.' });

const name = z.string().min(1);
const schema = z
  .strictObject({
    design: z.literal('cace'),
    ...common,
    scale: z.literal('absolute').default('absolute'),
    method: z.literal('wald').default('wald'),
    control: arm.optional(),
    treatment: arm.optional(),
    csv: name.optional(),
    columns: z.strictObject({ assigned: name, treated: name, outcome: name }).optional(),
  })
  .superRefine((spec, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (spec.csv !== undefined && spec.columns === undefined) refuse('columns', '`csv` and `columns` go together.');
    if (spec.csv === undefined && (spec.control === undefined || spec.treatment === undefined)) {
      refuse(spec.control === undefined ? 'control' : 'treatment', 'Give `control` and `treatment`, or `csv` and `columns`.');
    }
    if (spec.csv !== undefined && (spec.control !== undefined || spec.treatment !== undefined)) refuse('csv', 'Give either arms or a file.');
  });

type Arm = z.output<typeof arm>;
type Spec = z.output<typeof schema>;

export interface CaceAnalysis extends Analysis {
  /** Ȳ_T − Ȳ_C by assignment. */
  readonly itt: number;
  readonly itt_standard_error: number;
  /** Ā_T − Ā_C: by how much assignment raised the share treated. */
  readonly first_stage: number;
  readonly first_stage_f: number | null;
  /** The first stage is too weak, so no effect is given. */
  readonly refused: boolean;
}

/** Sums of a file's rows by arm. @throws InputError with the line of a cell that is not 0 or 1. */
function armsOfTable(table: Table, columns: { assigned: string; treated: string; outcome: string }): { control: Arm; treatment: Arm } {
  const flags = (column: string, field: string) =>
    numbersOf(table, column, field).map((value, row) => {
      if (value === 0 || value === 1) return value;
      throw new InputError(`Column \`${column}\` has ${value}, where 0 or 1 is asked for.`, field, table.lines[row]);
    });
  const assigned = flags(columns.assigned, 'columns.assigned');
  const treated = flags(columns.treated, 'columns.treated');
  const outcome = numbersOf(table, columns.outcome, 'columns.outcome');
  const armOf = (which: number): Arm => {
    const sums = { n: 0, y_sum: 0, y_sum_squares: 0, a_sum: 0, ya_sum: 0 };
    for (const [row, y] of outcome.entries()) {
      if (assigned[row] !== which) continue;
      const a = treated[row] ?? 0;
      sums.n += 1;
      sums.y_sum += y;
      sums.y_sum_squares += y * y;
      sums.a_sum += a;
      sums.ya_sum += y * a;
    }
    if (sums.n < 2) throw new InputError(`Fewer than 2 rows have ${columns.assigned} ${which}.`, 'columns.assigned');
    return sums;
  };
  return { control: armOf(0), treatment: armOf(1) };
}

/** Moments of Y − w·A, whose mean difference over the first stage is the effect's error. */
function residual(arm: Arm, w: number): Moments {
  const [y, a] = [momentsOfSums(arm.n, arm.y_sum, arm.y_sum_squares), momentsOfSums(arm.n, arm.a_sum, arm.a_sum)];
  const variance = y.variance + w ** 2 * a.variance - 2 * w * covarianceOfSums(arm.n, [arm.y_sum, arm.a_sum], arm.ya_sum);
  return { n: arm.n, mean: y.mean - w * a.mean, variance: Math.max(0, variance) };
}

/**
 * The effect on those whom assignment got treated: ITT/first stage, variance Σ_arms (v_Y + w²v_A − 2w·cov)/n over the first stage squared.
 * Refused (null, a failed guard) when the first stage's F = (first stage/standard error)² is below 10. Source: Imbens and Angrist 1994.
 */
function analyze(spec: Spec, table: Table | undefined): CaceAnalysis {
  const { control, treatment } = armsOf(spec, table);
  const itt = treatment.y_sum / treatment.n - control.y_sum / control.n;
  const first_stage = treatment.a_sum / treatment.n - control.a_sum / control.n;
  const treated = (each: Arm) => momentsOfSums(each.n, each.a_sum, each.a_sum);
  const firstVariance = differenceVariance(treated(control), treated(treatment));
  const perfect = firstVariance === 0 && first_stage !== 0;
  const first_stage_f = firstVariance > 0 ? first_stage ** 2 / firstVariance : null;
  const refused = !perfect && (first_stage_f ?? 0) < F_MIN;
  const found = perfect ? 'everyone followed the assignment' : `the first stage’s F is ${(first_stage_f ?? 0).toPrecision(3)}, at least ${F_MIN} is asked for`;
  const guard: Guard = { name: 'first_stage_strong', passed: !refused, detail: found };
  const w = itt / first_stage;
  const standard_error = Math.sqrt(differenceVariance(residual(control, w), residual(treatment, w))) / Math.abs(first_stage);
  const none = { estimate: null, interval: null, standard_error: null, statistic: null, p: null };
  return {
    design: 'cace',
    method: spec.method,
    scale: 'absolute',
    ...(refused ? none : waldTest(w, standard_error, spec)),
    alpha: spec.alpha,
    itt,
    itt_standard_error: Math.sqrt(differenceVariance(residual(control, 0), residual(treatment, 0))),
    first_stage,
    first_stage_f,
    refused,
    ...judged([minimumUnits({ control, treatment }), guard]),
    notes: ['The effect is that on the units which assignment got treated, not on all.'],
  };
}

function armsOf(spec: Spec, table: Table | undefined): { control: Arm; treatment: Arm } {
  if (table !== undefined && spec.columns !== undefined) return armsOfTable(table, spec.columns);
  if (spec.control === undefined || spec.treatment === undefined) throw new InputError('Give `control` and `treatment`.', 'control');
  return { control: spec.control, treatment: spec.treatment };
}

export const caceDesign = defineDesign({
  schema,
  wants: ({ csv, columns }) => {
    if (csv === undefined || columns === undefined) return undefined;
    return { field: 'csv', file: csv, columns: new Map(Object.entries(columns).map(([field, column]) => [column, `columns.${field}`])) };
  },
  analyze,
});
