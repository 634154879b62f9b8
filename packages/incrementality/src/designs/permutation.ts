import { z } from 'zod';
import { type Analysis, type Guard, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { type Assignments, assignmentsOf } from '../geo/arrangements.js';
import { finite } from '../geo/effect-scale.js';
import { type Cell, permutationTest } from '../geo/permutation-test.js';
import { drawsFrom } from '../geo/random.js';
import { clockOf } from '../geo/times.js';
import { InputError } from '../input-error.js';
import { common, plainCommon } from '../spec.js';
import { numbersOf, type Table, textsOf } from '../table.js';

const ASSIGNMENTS = ['complete', 'stratified', 'matched_pairs', 'stepped_wedge'] as const;
const name = z.string().min(1);

const schema = z
  .strictObject({
    design: z.literal('permutation'),
    ...plainCommon,
    alternative: common.alternative,
    csv: name,
    columns: z.strictObject({ unit: name, assigned: name, outcome: name, stratum: name.optional(), time: name.optional() }),
    assignment: z.enum(ASSIGNMENTS).default('complete'),
    seed: z.int().default(1),
  })
  .refine(({ assignment, columns }) => columns.stratum !== undefined || (assignment !== 'stratified' && assignment !== 'matched_pairs'), {
    path: ['columns', 'stratum'],
    error: 'This assignment was made within strata or pairs: name their column.',
  })
  .refine(({ assignment, columns }) => (columns.time !== undefined) === (assignment === 'stepped_wedge'), {
    path: ['columns', 'time'],
    error: 'A stepped wedge has a column for times, and no other assignment has.',
  });

type Spec = z.output<typeof schema>;

export interface PermutationAnalysis extends Analysis {
  readonly assignment: Spec['assignment'];
  /** How many assignments p was counted over, and whether they are all there could have been. */
  readonly assignments: { readonly counted: number; readonly exact: boolean; readonly smallest_possible_p: number };
}

/** Grade A: markets or creators were drawn by lot, and the test asks nothing but how. */
export const permutationDesign = defineDesign({
  schema,
  wants: ({ csv, columns }) => ({
    field: 'csv',
    file: csv,
    columns: new Map(Object.entries(columns).flatMap(([field, column]) => (column === undefined ? [] : [[column, `columns.${field}`] as const]))),
  }),
  analyze: (spec, table): PermutationAnalysis => {
    if (table === undefined) throw new InputError('The file was not read.', 'csv');
    const trial = spec.assignment === 'stepped_wedge' ? wedgeOf(spec, table) : trialOf(spec, table);
    const assignments = assignmentsOf(trial, drawsFrom(spec.seed));
    const deals = { ...trial, assignments: assignments.all, weighing: spec.assignment === 'stepped_wedge' ? ('information' as const) : ('size' as const) };
    const { estimate, p, interval } = permutationTest(deals, spec);
    const smallest = 1 / assignments.all.length;
    return {
      design: 'permutation',
      method: spec.assignment,
      estimate,
      interval: [finite(interval[0]), finite(interval[1])],
      p,
      alpha: spec.alpha,
      assignment: spec.assignment,
      assignments: { counted: assignments.all.length, exact: assignments.exact, smallest_possible_p: smallest },
      ...judged([smallestGuard(assignments, spec.alpha)]),
      notes: [
        `${trial.labels.length} units; ${assignments.exact ? 'every assignment the lottery could have dealt' : `${assignments.all.length} assignments`} counted.`,
      ],
    };
  },
});

function smallestGuard({ all }: Assignments, alpha: number): Guard {
  return {
    name: 'assignments',
    passed: 1 / all.length <= alpha,
    detail: `no p can be below ${(1 / all.length).toPrecision(3)}, at most ${alpha} is asked for`,
  };
}

interface Trial {
  readonly labels: readonly number[];
  readonly blocks: readonly (readonly number[])[];
  readonly cells: readonly Cell[];
  readonly treated: (labels: readonly number[], place: number) => boolean;
}

/** One row a unit, its arm 0 or 1. */
function trialOf({ columns, assignment }: Spec, table: Table): Trial {
  const units = textsOf(table, columns.unit, 'columns.unit');
  const again = units.findIndex((unit, row) => units.indexOf(unit) < row);
  if (again >= 0) throw new InputError(`\`${units[again]}\` is there twice.`, 'columns.unit', table.lines[again]);
  const labels = armsOf(columns.assigned, table);
  const outcomes = numbersOf(table, columns.outcome, 'columns.outcome');
  const strata = numbered(
    assignment === 'complete' || columns.stratum === undefined ? units.map(() => '') : textsOf(table, columns.stratum, 'columns.stratum'),
  );
  const blocks = groupsOf(strata);
  blocks.forEach((block) => {
    const exposed = block.filter((unit) => labels[unit] === 1).length;
    const pairWrong = assignment === 'matched_pairs' && (block.length !== 2 || exposed !== 1);
    if (pairWrong) throw new InputError('A matched pair is one treated unit and one other.', 'columns.stratum', table.lines[block[0] ?? 0]);
  });
  if (blocks.every((block) => new Set(block.map((unit) => labels[unit])).size < 2))
    throw new InputError('No stratum has units of both arms.', 'columns.assigned');
  return {
    labels,
    blocks,
    cells: units.map((_, unit) => ({ unit, stratum: strata[unit] ?? 0, outcome: outcomes[unit] ?? 0 })),
    treated: (assigned, place) => assigned[place] === 1,
  };
}

/** One row a unit and time; a unit, once switched on, stays so. Its label is the step it was switched on at. */
function wedgeOf({ columns }: Spec, table: Table): Trial {
  const names = textsOf(table, columns.unit, 'columns.unit');
  const texts = textsOf(table, columns.time ?? '', 'columns.time');
  const clock = clockOf(texts);
  const times = [...new Set(texts.map(clock.of))].sort(clock.compare);
  const stepOf = new Map(times.map((at, step) => [at, step]));
  const steps = texts.map((text) => stepOf.get(clock.of(text)) ?? 0);
  const on = armsOf(columns.assigned, table);
  const outcomes = numbersOf(table, columns.outcome, 'columns.outcome');
  const units = numbered(names);
  const rows = groupsOf(units);
  const labels = rows.map((own) => {
    const first = own.filter((row) => on[row] === 1).reduce((least, row) => Math.min(least, steps[row] ?? 0), times.length);
    const back = own.find((row) => on[row] === 0 && (steps[row] ?? 0) > first);
    if (back !== undefined) throw new InputError(`\`${names[back]}\` was switched off again: that is no stepped wedge.`, 'columns.assigned', table.lines[back]);
    return first;
  });
  if (new Set(labels).size < 2) throw new InputError('Every unit was switched on at the same time.', 'columns.assigned');
  const strata = columns.stratum === undefined ? names.map(() => '') : textsOf(table, columns.stratum, 'columns.stratum');
  return {
    labels,
    blocks: groupsOf(numbered(rows.map((own) => strata[own[0] ?? 0] ?? ''))),
    cells: names.map((_, row) => ({ unit: units[row] ?? 0, stratum: steps[row] ?? 0, outcome: outcomes[row] ?? 0 })),
    treated: (assigned, place) => (steps[place] ?? 0) >= (assigned[units[place] ?? 0] ?? Number.POSITIVE_INFINITY),
  };
}

function armsOf(column: string, table: Table): number[] {
  return numbersOf(table, column, 'columns.assigned').map((value, row) => {
    if (value === 0 || value === 1) return value;
    throw new InputError(`Column \`${column}\` has ${value}, which is neither 0 nor 1.`, 'columns.assigned', table.lines[row]);
  });
}

/** Names as numbers, in the order they come. */
function numbered(names: readonly string[]): number[] {
  const places = new Map<string, number>();
  return names.map((own) => {
    const place = places.get(own) ?? places.size;
    places.set(own, place);
    return place;
  });
}

/** Places by the number they carry. */
function groupsOf(numbers: readonly number[]): number[][] {
  const groups: number[][] = [];
  numbers.forEach((group, place) => {
    groups[group] = [...(groups[group] ?? []), place];
  });
  return groups;
}
