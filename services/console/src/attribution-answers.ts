import type { CreatorIdentity, ModelId, Report } from './answers.js';

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
