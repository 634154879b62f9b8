import type { ExperimentGrade } from '@touchline/directory';
import type { Entities } from '@touchline/events';
import type { Guard, Interval } from '@touchline/incrementality';
import type { ArmSumsReport, DailyFigures, ObservedPeople } from '@touchline/lift';
import type { AssociationView, LotteryView, MarketView } from './views.js';

export type Experiment = Entities['experiment'];

/** An effect with its uncertainty: estimate, interval and p come from one method. */
export interface Effect {
  /** The estimator, as `touchline lift analyze` calls it. */
  readonly design: string;
  readonly method: string;
  readonly scale: 'absolute' | 'relative';
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly standard_error: number | null;
  readonly p: number | null;
  readonly alpha: number;
}

/** A figure with its interval; `null` bounds are open. */
export interface Figure {
  readonly estimate: number;
  readonly interval: Interval | null;
}

/** What the effect comes to over all treated units. Only of grades A and B. */
export interface Incremental {
  /** Units with an order, or orders; only of those metrics. */
  readonly conversions: Figure | null;
  /** Minor units of the workspace's currency; only of the metric revenue. */
  readonly revenue_minor: Figure | null;
  /** Spent on what is in scope; null when nothing was told, or nothing of it belongs to what is measured. */
  readonly cost_minor: number | null;
  /** Incremental revenue per unit of cost. */
  readonly iroas: Figure | null;
  /** Minor units. The interval is open above where no incremental conversion is possible. */
  readonly cost_per_conversion_minor: Figure | null;
}

/** What an effect had looked like by an instant, from what was known when the result was made. */
export interface EffectAt {
  readonly at: string;
  readonly estimate: number | null;
  readonly interval: Interval | null;
}

/** The posterior beside the interval: said in chances, and only as good as its prior. */
export interface BayesianView {
  /** Stated, so that nobody has to guess what was believed before. */
  readonly prior: string;
  readonly estimate: number;
  readonly interval: Interval;
  readonly probability_better: number;
  /** What is given up on average by taking that arm although the other is better; per unit, on the scale of the view. */
  readonly expected_loss: { readonly control: number; readonly treatment: number };
  readonly scale: Effect['scale'];
}

/** One look of a group-sequential plan that has been reached. */
export interface GroupLook extends EffectAt {
  /** Share of the planned information. */
  readonly share: number;
  /** Error probability spent up to here. */
  readonly spent: number;
  /** The boundary of z; null where too little is spent to ever cross it. */
  readonly boundary: number | null;
  readonly z: number | null;
  readonly crossed: boolean;
}

/** One arm against the control arm. Every number is null, every list empty, while a guard withholds it. */
export interface Comparison {
  readonly arm: string;
  readonly against: string;
  /** On the scale that was fixed when the experiment was written down; valid at every look. */
  readonly sequential: Effect | null;
  /** Valid once: only when the planned end is reached, from what was to be seen then. */
  readonly fixed: Effect | null;
  /** Adjusted for the pre-period, at the planned end. */
  readonly adjusted: Effect | null;
  /** The fixed or sequential effect with each unit's outcome cut at the cap. */
  readonly winsorised: Effect | null;
  /** Of the metric revenue: the difference in revenue per order, by the delta method, by the method of what is shown. */
  readonly per_order: Effect | null;
  readonly bayesian: BayesianView | null;
  /** Only of the method `group_sequential`. */
  readonly looks: readonly GroupLook[];
  /** Oldest first; each as valid as the effect shown. */
  readonly over_time: readonly EffectAt[];
  /** Only where units are markets. */
  readonly markets: MarketView | null;
  /** Only where markets, creators or weeks were drawn and the draw itself is the test. */
  readonly lottery: LotteryView | null;
  /** Only of grade C. */
  readonly association: AssociationView | null;
  readonly incremental: Incremental | null;
}

export interface ArmFigures {
  readonly arm: string;
  readonly control: boolean;
  readonly n: number;
  /** null where units are not people. */
  readonly conversions: number | null;
  /** Outcome per unit (of markets per unit and day): a rate, orders, minor units, or the figure that markets report. */
  readonly mean: number | null;
  /** 95 % and the like, of the arm alone; only of rates. */
  readonly interval: Interval | null;
}

/** A guard, and what it keeps from being shown when it fails. */
export interface JudgedGuard extends Guard {
  readonly withholds: 'everything' | 'fixed';
}

export interface LiftResult {
  readonly formula_version: number;
  readonly workspace_id: string;
  readonly simulated: boolean;
  readonly currency: string;
  readonly experiment_id: string;
  readonly name: string;
  readonly design: Experiment['design'];
  readonly unit: Experiment['unit'];
  readonly metric: Experiment['metric'];
  readonly scale: Experiment['scale'];
  readonly alpha: number;
  readonly state: Experiment['state'];
  readonly started_at: string;
  readonly stopped_at: string | null;
  readonly planned_end: string;
  /** Nothing that came later was looked at. */
  readonly as_of: string;
  readonly planned_end_reached: boolean;
  readonly grade: ExperimentGrade;
  /** What the figure may be called; of grade C never incremental (I8). */
  readonly title: string;
  /** What the effect is an effect of. */
  readonly measures: string;
  /** What an effect is told per: `visitor`, `market and day`, `creator`, `week`, `order`, `unit of spend` … */
  readonly effect_per: string;
  /** Whether means and effects are minor units of `currency`. */
  readonly in_money: boolean;
  readonly arms: readonly ArmFigures[];
  readonly comparisons: readonly Comparison[];
  readonly guards: readonly JudgedGuard[];
  /** Why there is no number; empty when there is one. */
  readonly withheld: readonly string[];
  readonly words: Words;
}

/** For people who do not read intervals. */
export interface Words {
  readonly finding: string;
  readonly method: readonly string[];
  readonly would_change: readonly string[];
  readonly notes: readonly string[];
}

export interface LookSums {
  readonly at: string;
  readonly sums: ArmSumsReport;
}

/** All that a result is made from, so that it can be made again. */
export interface LiftInputs {
  readonly experiment: Experiment;
  readonly sums: ArmSumsReport | null;
  /** The same at the planned end; null until then. */
  readonly sums_at_end: ArmSumsReport | null;
  /** The same at earlier instants, for how the effect came about; oldest first. */
  readonly looks: readonly LookSums[];
  /** Of markets, creators and weeks; null for people. */
  readonly figures: DailyFigures | null;
  /** Of a matched exposure: what of its people went into the estimators; null otherwise. */
  readonly people: Omit<ObservedPeople, 'rows'> | null;
  readonly others_on_scope: readonly string[];
  readonly cost_minor: number | null;
}

export interface LiftRun {
  /** Of workspace, experiment, instant and inputs: the same run has the same id for ever (I2). */
  readonly run_id: string;
  readonly result: LiftResult;
  readonly inputs: LiftInputs;
}
