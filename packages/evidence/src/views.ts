/** Actual figures beside what there would have been; drawn as one of several small charts. */
export interface SeriesPanel {
  readonly name: string;
  /** Days, oldest first; `expected` is what the comparison foretells, null where it foretells nothing. */
  readonly points: readonly { readonly day: string; readonly actual: number; readonly expected: number | null }[];
}

export interface PlaceboRankView {
  readonly rank: number;
  readonly of: number;
  readonly p: number;
  /** No p of this test can be below. */
  readonly smallest_possible_p: number;
}

/** Markets over time: what was, what there would have been, and how far the comparison can be trusted. */
export interface MarketView {
  /** The first day that counts. */
  readonly from: string;
  /** Whose figures are compared with what the others foretell: the arm with fewer markets. */
  readonly focus: string;
  /** All focal markets together, then each of them. */
  readonly panels: readonly SeriesPanel[];
  /** Largest first. */
  readonly weights: readonly { readonly market: string; readonly weight: number }[];
  /** 1 over the weights' sum of squares. */
  readonly effective_donors: number | null;
  readonly placebo_in_space: PlaceboRankView | null;
  readonly placebo_in_time: (PlaceboRankView & { readonly from: string; readonly estimate: number }) | null;
  readonly conformal_p: { readonly iid: number; readonly block: number } | null;
}

/** The draw as the test: the effect against every assignment that the lottery could have dealt. */
export interface LotteryView {
  readonly kind: 'complete' | 'stratified' | 'matched_pairs' | 'stepped_wedge';
  readonly assignments: number;
  /** Whether these are all there could have been. */
  readonly exact: boolean;
  readonly smallest_possible_p: number;
  /** What each did; empty of a stepped wedge. */
  readonly units: readonly { readonly unit: string; readonly arm: string; readonly stratum: string; readonly outcome: number }[];
  /** Only of a stepped wedge, in the order of time. */
  readonly steps: readonly StepView[];
}

/** A step of a stepped wedge: what every arm did in it, whether it was on already or not yet. */
export interface StepView {
  /** Its first and last day. */
  readonly from: string;
  readonly to: string;
  /** In the order in which they are switched on; `mean` of their units' days, less that of the days before the start. */
  readonly arms: readonly { readonly arm: string; readonly on: boolean; readonly units: number; readonly mean: number }[];
}

/** Grade C: exposed people beside similar unexposed ones. Nothing here is incremental (I8). */
export interface AssociationView {
  readonly exposed: number;
  readonly unexposed: number;
  /** Share of people without a counterpart in the other group; they are in none of the adjusted figures. */
  readonly outside_overlap: number;
  readonly effective_sample_size: number;
  readonly e_value: number | null;
  readonly estimators: readonly { readonly name: string; readonly estimate: number; readonly standard_error: number | null }[];
  readonly balance: readonly { readonly covariate: string; readonly before: number; readonly after: number }[];
  /** The same estimator on outcomes from before any exposure, where nothing may be found. */
  readonly placebo: { readonly estimate: number; readonly standard_error: number | null; readonly p: number } | null;
}
