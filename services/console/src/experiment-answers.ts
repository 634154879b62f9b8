import type { Effect, LiftResult, Pooled } from '@touchline/evidence';

/** What the experiment pages are answered. Money is in minor units of the workspace's currency; the grade stands beside every figure (I8). */

export type {
  ArmFigures,
  AssociationView,
  Comparison,
  Effect,
  EffectAt,
  Figure,
  LiftResult,
  LotteryView,
  MarketView,
  PlaceboRankView,
  Pooled,
  SeriesPanel,
  StepView,
} from '@touchline/evidence';

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly design: LiftResult['design'];
  readonly grade: LiftResult['grade'];
  /** What the effect is an effect of. */
  readonly measures: string;
  readonly state: 'draft' | 'running' | 'stopped' | 'archived';
  readonly unit: LiftResult['unit'];
  /** Who or what decides the arm. */
  readonly assignment: 'hash' | 'lottery' | 'imported' | 'chosen' | 'observed';
  readonly metric: LiftResult['metric'];
  readonly scale: LiftResult['scale'];
  readonly method: string;
  readonly alpha: number;
  /** null: no confidence sequence was planned. */
  readonly n_star: number | null;
  readonly arms: readonly { readonly name: string; readonly weight: number }[];
  readonly control_arm: string;
  readonly scope: {
    readonly link_ids: readonly string[];
    readonly creator_ids: readonly string[];
    readonly campaign_ids: readonly string[];
    readonly geos: readonly string[];
  };
  /** null: none was named. */
  readonly holdout_url: string | null;
  readonly conversion_window_ms: number;
  /** null: none. */
  readonly winsorising_cap_minor: number | null;
  readonly pre_period: { readonly from: string; readonly to: string } | null;
  readonly guards: readonly string[];
  readonly planned_end: string;
  readonly started_at: string | null;
  readonly stopped_at: string | null;
}

export interface ExperimentsAnswer {
  /** Those that run first, then drafts, then what is over; by name within each. A draft that was discarded is none of them. */
  readonly experiments: readonly ExperimentRow[];
  /** There are more than are listed. */
  readonly more: boolean;
}

/** What an experiment is about, by name. */
export interface ScopeAnswer {
  readonly links: readonly Choosable[];
  readonly creators: readonly Choosable[];
  readonly campaigns: readonly Choosable[];
}

export interface ResultAnswer {
  readonly experiment: ExperimentRow;
  readonly scope: ScopeAnswer;
  /** null before the start, and until the warehouse has heard of it. */
  readonly result: LiftResult | null;
  /** Of creators that were drawn, by id; what is not here is called by its id. */
  readonly unit_names: Readonly<Record<string, string>>;
}

/** One experiment among the others: the comparison with the control arm, as far as it is shown. */
export interface PortfolioRow {
  readonly experiment_id: string;
  readonly name: string;
  readonly grade: LiftResult['grade'];
  readonly title: string;
  readonly metric: LiftResult['metric'];
  readonly in_money: boolean;
  readonly effect_per: string;
  readonly state: LiftResult['state'];
  readonly planned_end_reached: boolean;
  readonly units: number;
  readonly effects: readonly { readonly arm: string; readonly against: string; readonly effect: Effect | null }[];
  readonly withheld: readonly string[];
}

export interface PortfolioAnswer {
  readonly rows: readonly PortfolioRow[];
  /** null with fewer than two that measured one figure on one scale. */
  readonly pooled: Pooled | null;
}

/** Something an experiment can be about. */
export interface Choosable {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export interface ChoicesAnswer {
  readonly choices: readonly Choosable[];
  readonly more: boolean;
}

/** What a market reports, by the name it is reported under. */
export interface MarketsAnswer {
  readonly metrics: readonly { readonly name: string; readonly geos: readonly string[]; readonly days: number }[];
}

/** What the workspace's own past says of the units an experiment would have. */
export interface HistoryFigures {
  readonly from: string;
  readonly to: string;
  readonly units: number;
  /** null where units do not come day by day: who is known is there from the first day on. */
  readonly units_per_day: number | null;
  readonly conversions: number;
  /** Per unit within the conversion window: a rate, orders or minor units. */
  readonly mean: number;
  readonly variance: number;
}

export interface PeoplePlan {
  readonly power: number;
  /** The effect asked for, as a share of the mean. */
  readonly effect: number;
  /** Of all arms. null: no number answers. */
  readonly units_total: number | null;
  readonly weeks: number | null;
  readonly n_star: number | null;
  readonly guards: readonly { readonly name: string; readonly passed: boolean; readonly detail: string }[];
  /** The least effect that is seen with that power after so many weeks, as a share of the mean. */
  readonly curve: readonly { readonly weeks: number; readonly units: number; readonly effect: number | null }[];
}

export interface MarketChoice {
  readonly markets: readonly string[];
  readonly days: number;
  /** As a share of the outcome; null: none is seen with that power. */
  readonly effect: number | null;
  readonly false_alarms: number;
  readonly fit_error: number;
}

/** Creators, weeks or steps that are drawn by lot. */
export interface LotteryChoice {
  /** Of all arms. */
  readonly units: number;
  readonly treated: number;
  readonly days: number;
  /** As a share of the outcome; null: none is seen with that power. */
  readonly effect: number | null;
  /** Of draws on a past without any effect. null: by the closed form. */
  readonly false_alarms: number | null;
  /** No p of that draw can be below. */
  readonly smallest_p: number | null;
  /** Whether it was drawn on the past; else it is the closed form's, of what little past there is. */
  readonly drawn: boolean;
}

export interface PlanAnswer {
  readonly history: HistoryFigures | null;
  readonly people: PeoplePlan | null;
  /** The best first. */
  readonly markets: readonly MarketChoice[] | null;
  /** The sharpest first. */
  readonly lottery: readonly LotteryChoice[] | null;
  /** Why there is no plan; empty when there is one. */
  readonly reason: string;
}

/** One wrong field of what was sent, or another reason why nothing was written. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly path?: string;
}
