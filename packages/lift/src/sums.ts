/**
 * Per arm what every estimator works from, in the keys of `touchline lift analyze`: `y` a unit's outcome within its conversion
 * window, `x` the same of the pre-period, `a` whether it was exposed within the window. Money in minor units of the workspace.
 */
export interface ArmSums {
  readonly arm: string;
  readonly n: number;
  /** Units with at least one order in the window, refunded or not. */
  readonly conversions: number;
  readonly y_sum: number;
  readonly y_sum_squares: number;
  readonly x_sum: number;
  readonly x_sum_squares: number;
  readonly xy_sum: number;
  readonly a_sum: number;
  readonly ya_sum: number;
  /** Orders within the window, for revenue per order: Σo, Σo², Σyo. */
  readonly o_sum: number;
  readonly o_sum_squares: number;
  readonly yo_sum: number;
  /** The same with each unit's outcome and covariate cut at the cap; undefined when the experiment has none. */
  readonly winsorised: Pick<ArmSums, 'y_sum' | 'y_sum_squares' | 'x_sum' | 'x_sum_squares' | 'xy_sum'> | undefined;
  /** Units whose window is not over. */
  readonly immature: number;
  /** Units exposed before they were assigned. */
  readonly exposed_early: number;
  /** Orders between a unit's assignment and its first exposure. */
  readonly outcomes_early: number;
}

const COUNTS = ['both_arms', 'n', 'immature', 'a_sum', 'exposed_early'] as const;
const SUMS = [
  ...['conversions', 'y_sum', 'y_sum_squares', 'x_sum', 'x_sum_squares', 'xy_sum', 'ya_sum', 'outcomes_early'],
  ...['o_sum', 'o_sum_squares', 'yo_sum'],
  ...['yc_sum', 'yc_sum_squares', 'xc_sum', 'xc_sum_squares', 'xcyc_sum'],
] as const;

/** Rows by the arm's place, from 1 on; the columns of either statement. */
export type ArmRow = { readonly arm: number } & Readonly<Record<string, number>>;

/** Figures by arm, added up over the slices of an experiment's units. */
export class ArmTally {
  readonly #arms: readonly Map<string, number>[];

  constructor(arms: number) {
    this.#arms = Array.from({ length: arms }, () => new Map<string, number>());
  }

  add(rows: readonly ArmRow[]): void {
    for (const row of rows) {
      const tally = this.#arms[row.arm - 1];
      if (tally === undefined) throw new Error(`no arm has the place ${row.arm}`);
      for (const name of [...COUNTS, ...SUMS]) tally.set(name, (tally.get(name) ?? 0) + (row[name] ?? 0));
    }
  }

  get both_arms(): number {
    return this.#arms.reduce((sum, tally) => sum + (tally.get('both_arms') ?? 0), 0);
  }

  /** @param capped whether the capped sums mean anything */
  sums(arm: string, place: number, capped: boolean): ArmSums {
    const of = (name: string) => this.#arms[place]?.get(name) ?? 0;
    const winsorised = {
      y_sum: of('yc_sum'),
      y_sum_squares: of('yc_sum_squares'),
      x_sum: of('xc_sum'),
      x_sum_squares: of('xc_sum_squares'),
      xy_sum: of('xcyc_sum'),
    };
    return {
      arm,
      n: of('n'),
      conversions: of('conversions'),
      y_sum: of('y_sum'),
      y_sum_squares: of('y_sum_squares'),
      x_sum: of('x_sum'),
      x_sum_squares: of('x_sum_squares'),
      xy_sum: of('xy_sum'),
      a_sum: of('a_sum'),
      ya_sum: of('ya_sum'),
      o_sum: of('o_sum'),
      o_sum_squares: of('o_sum_squares'),
      yo_sum: of('yo_sum'),
      winsorised: capped ? winsorised : undefined,
      immature: of('immature'),
      exposed_early: of('exposed_early'),
      outcomes_early: of('outcomes_early'),
    };
  }
}
