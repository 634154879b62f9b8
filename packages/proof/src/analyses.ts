import { type Analysis, prepareAnalysis, type Table } from '@touchline/incrementality';
import type { Columns } from '@touchline/simulator';

/** As `touchline lift analyze` would, the columns standing for its CSV file. */
export function analyze(spec: Readonly<Record<string, unknown>>, columns?: Columns): Analysis {
  const prepared = prepareAnalysis(columns === undefined ? spec : { ...spec, csv: 'world.csv' });
  return columns === undefined ? prepared.run() : prepared.run(tableOf(columns));
}

function tableOf(columns: Columns): Table {
  const texts = Object.entries(columns).map(([name, values]) => [name, values.map(String)] as const);
  return { columns: new Map(texts), lines: (texts[0]?.[1] ?? []).map((_, row) => row + 2) };
}

/** Whether the interval holds the truth; one that was withheld does not. */
export function covers({ interval }: Analysis, truth: number): boolean {
  if (interval === undefined || interval === null) return false;
  const [low, high] = interval;
  return (low ?? Number.NEGATIVE_INFINITY) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);
}

/** @throws when the analysis has no guard of that name */
export function guardPassed({ guards }: Analysis, name: string): boolean {
  const guard = guards.find((each) => each.name === name);
  if (guard === undefined) throw new Error(`no guard is named ${name}`);
  return guard.passed;
}
