import { z } from 'zod';
import { InputError } from '../input-error.js';
import { binOf } from '../observational/coarsened-matching.js';
import type { Covariate } from '../observational/design-matrix.js';
import { OVERLAP_BOUNDS } from '../observational/sample.js';
import { common } from '../spec.js';
import { numbersOf, type Table, textsOf } from '../table.js';

const name = z.string().min(1);
const covariate = z.union([
  name.transform((column) => ({ name: column, as: 'linear' as const })),
  z.strictObject({ name, as: z.enum(['factor', 'quadratic']) }),
]);

const propensity = z.number().min(0).max(1);

export const observationalSchema = z.strictObject({
  design: z.literal('observational'),
  ...common,
  csv: name,
  treatment: name,
  outcome: name,
  covariates: z.array(covariate).min(1),
  placebo_outcome: name.optional(),
  overlap_bounds: z.tuple([propensity, propensity]).default([...OVERLAP_BOUNDS]),
  cem: z.strictObject({ cuts: z.record(name, z.array(z.number()).min(1)).default({}), exact: z.array(name).default([]) }).optional(),
});

export type ObservationalSpec = z.output<typeof observationalSchema>;

/** Column → the spec's field that asks for it. */
export function columnsOf({ treatment, outcome, covariates, placebo_outcome, cem }: ObservationalSpec): Map<string, string> {
  return new Map([
    ...Object.keys(cem?.cuts ?? {}).map((column) => [column, `cem.cuts.${column}`] as const),
    ...(cem?.exact ?? []).map((column, place) => [column, `cem.exact.${place}`] as const),
    ...covariates.map((each, place) => [each.name, `covariates.${place}`] as const),
    ...(placebo_outcome === undefined ? [] : [[placebo_outcome, 'placebo_outcome'] as const]),
    [outcome, 'outcome'],
    [treatment, 'treatment'],
  ]);
}

const EXPOSED: Readonly<Record<string, number>> = { '0': 0, '1': 1, false: 0, true: 1 };

/** 1 exposed, 0 not. @throws InputError naming the line that says something else */
export function exposureOf({ treatment }: ObservationalSpec, table: Table): number[] {
  return textsOf(table, treatment, 'treatment').map((text, row) => {
    const own = EXPOSED[text.toLowerCase()] ?? EXPOSED[String(Number(text))];
    if (own !== undefined && text !== '') return own;
    throw new InputError(`Column \`${treatment}\` has \`${text.slice(0, 40)}\`, which is neither 0 nor 1.`, 'treatment', table.lines[row]);
  });
}

export function covariatesOf({ covariates }: ObservationalSpec, table: Table): Covariate[] {
  return covariates.map((each, place) => {
    const path = `covariates.${place}`;
    const texts = each.as === 'factor' ? filled(table, each.name, path) : [];
    return { name: each.name, kind: each.as, texts, numbers: each.as === 'factor' ? [] : numbersOf(table, each.name, path) };
  });
}

/** What a person's stratum is: the bins of the cut covariates and the exact values of the others. */
export function strataOf(cem: NonNullable<ObservationalSpec['cem']>, table: Table): string[] {
  const cut = Object.entries(cem.cuts).map(([column, cuts]) => numbersOf(table, column, `cem.cuts.${column}`).map((value) => String(binOf(value, cuts))));
  const exact = cem.exact.map((column, place) => filled(table, column, `cem.exact.${place}`));
  const labels = [...cut, ...exact];
  if (labels.length === 0) throw new InputError('`cem` names nothing to match on.', 'cem');
  return table.lines.map((_, row) => JSON.stringify(labels.map((values) => values[row] ?? '')));
}

function filled(table: Table, column: string, path: string): readonly string[] {
  const texts = textsOf(table, column, path);
  const empty = texts.indexOf('');
  if (empty >= 0) throw new InputError(`Column \`${column}\` has an empty cell.`, path, table.lines[empty]);
  return texts;
}
