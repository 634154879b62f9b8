import type { CreatorIdentity, ModelId, Period, Report } from './answers.js';

/** What the attribution pages are answered. Money is in minor units of the report's currency; every credited figure is of grade D. */

/** 95 %, in minor units. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What one model credits a creator with. */
export interface ModelCredit {
  readonly model: ModelId;
  readonly revenue_minor: number;
  readonly orders_credited: number;
}

/** Two models that differ about a creator by more than chance and by a tenth of the larger figure. */
export interface Disagreement {
  readonly least: ModelId;
  readonly most: ModelId;
  readonly difference_minor: number;
  readonly interval: Interval;
}

export interface ComparedCreator extends CreatorIdentity {
  /** In the order of the answer's models. */
  readonly credits: readonly ModelCredit[];
  /** Of the revenue under the model the report is by; null where that model credits the creator with nothing. */
  readonly interval: Interval | null;
  /** null: the models agree, or too little is known to say that they do not. */
  readonly disagreement: Disagreement | null;
}

export interface ModelsAnswer extends Report {
  /** Those the ledger has lines of in these days, in the order of the console. */
  readonly models: readonly ModelId[];
  /** The most credited first. */
  readonly creators: readonly ComparedCreator[];
  readonly unattributed: readonly ModelCredit[];
}

/** One creator's credit beside another's. */
export interface Neighbour extends CreatorIdentity {
  readonly revenue_minor: number;
  readonly interval: Interval;
  /** The creator's credit less this one's. */
  readonly apart: Interval;
  /** The interval of the difference does not hold 0. */
  readonly distinguishable: boolean;
}

export interface CreatorEvidenceAnswer extends Report {
  readonly creator: CreatorIdentity;
  readonly revenue_minor: number;
  /** Orders any part of which is credited to the creator: what the interval rests on. */
  readonly orders: number;
  readonly interval: Interval;
  readonly replicates: number;
  /** Under every model the ledger has. */
  readonly models: readonly ModelCredit[];
  readonly disagreement: Disagreement | null;
  /** The creators next above and below, the most credited first. */
  readonly neighbours: readonly Neighbour[];
}

/** The same way taken before several orders. */
export interface JourneyPath {
  /** Creators in the order of their touches, at most the answer's `steps_max` of them. */
  readonly steps: readonly CreatorIdentity[];
  readonly touches: number;
  readonly orders: number;
  /** Of those orders, refunds taken off: not divided by anybody. */
  readonly revenue_minor: number;
}

export interface JourneysAnswer extends Report {
  /** Only journeys this creator was part of; empty for all. */
  readonly creator: string;
  readonly steps_max: number;
  /** The most frequent first. */
  readonly paths: readonly JourneyPath[];
  /** How many different ways there are, with those that are not listed. */
  readonly paths_all: number;
  /** Orders by number of touches; 0: nobody is credited. The last one stands for itself and everything longer. */
  readonly lengths: readonly { readonly touches: number; readonly orders: number; readonly revenue_minor: number }[];
  readonly touches_max: number;
  /** Orders by the time from the first click; `below_ms` null: longer than all before. */
  readonly times: readonly { readonly below_ms: number | null; readonly orders: number }[];
  /** null where no journey began with a click. */
  readonly median_ms: number | null;
  /** Nine of ten took no longer. */
  readonly ninety_ms: number | null;
}

/**
 * From the coarsest to the finest. What is counted adds up to the same whole at each; visitors do not, since one person may come to several; a rate of a whole is made
 * of its sums. Costs and impressions are told of posts and creators and never of links: there they stand under no link.
 */
export const LEVELS = ['creator', 'campaign', 'platform', 'post', 'link'] as const;
export type Level = (typeof LEVELS)[number];

/** Counted over a period; a rate is null where there is nothing to divide by, or where what it needs was never reported. */
export interface OutcomeFigures {
  readonly revenue_minor: number;
  readonly investment_minor: number;
  readonly conversions: number;
  readonly new_customers: number;
  readonly clicks: number;
  /** Different visitors of the period; a visitor who asked for no identifier counts at each click. Not a sum of its parts. */
  readonly visitors: number;
  /** What was added in the period; 0 where none were told. */
  readonly impressions: number;
  readonly engagements: number;
  /** (revenue − investment) / investment × 100. */
  readonly roi_percent: number | null;
  readonly roas: number | null;
  readonly cpa_minor: number | null;
  readonly ctr: number | null;
  readonly cvr: number | null;
  readonly aov_minor: number | null;
  /** What the impressions would have cost, by the workspace's own CPMs; never part of any revenue. */
  readonly emv_minor: number | null;
  /** The impressions it counts: those on platforms with a CPM. */
  readonly emv_impressions: number;
  readonly engagement_rate_by_followers: number | null;
  readonly engagement_rate_by_reach: number | null;
}

export interface FiguresRow extends OutcomeFigures {
  /** Id of the creator, campaign, post or link, or a platform's name; empty: it was not said. */
  readonly scope: string;
  readonly name: string;
}

export interface FiguresAnswer extends Report {
  readonly level: Level;
  readonly rows: readonly FiguresRow[];
  readonly total: OutcomeFigures;
  /** The workspace's own last 90 days until the end of the period: what its figures can be held against. */
  readonly benchmark: OutcomeFigures & { readonly period: Period };
  /** All revenue, attributed or not, by all investment: of the period, and of the benchmark's days. */
  readonly mer: number | null;
  readonly mer_benchmark: number | null;
}

export interface CohortRow {
  /** `2026-03`, in the workspace's zone: when the customers first ordered. */
  readonly month: string;
  /** Shares of customers where a creator was asked for. */
  readonly customers: number;
  /** What a customer brought on average up to each month after the first, refunds taken off, minor units. */
  readonly ltv_minor: readonly number[];
}

export interface CohortsAnswer extends Report {
  /** Customers whose first order is credited to this creator; empty: all. */
  readonly creator: string;
  readonly cohorts: readonly CohortRow[];
}

/** What a unit more of cost came with. */
export type MarginalVerdict = 'more' | 'open' | 'less';

export interface BudgetRow extends CreatorIdentity {
  readonly cost_minor: number;
  readonly revenue_minor: number;
  /** Weeks after the first with a cost or credit; all, where it was there before. */
  readonly weeks: number;
  /** Credited revenue per cost at the margin, with its 95 % interval; null where nothing can be said. */
  readonly marginal: { readonly slope: number; readonly low: number; readonly high: number } | null;
  readonly unknown: 'too_few' | 'cost_constant' | null;
  /** more: the whole interval lies above 1; less: below; open: neither, or nothing can be said. */
  readonly verdict: MarginalVerdict;
}

export interface BudgetAnswer extends Report {
  /** The weeks that were looked at; the report's own period is only where they end. */
  readonly weeks: Period;
  readonly weeks_least: number;
  /** By name: the order says nothing. */
  readonly creators: readonly BudgetRow[];
}
