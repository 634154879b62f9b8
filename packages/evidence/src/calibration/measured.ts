import { kindOf } from '../kind.js';
import type { Experiment, Figure, LiftInputs, LiftResult } from '../result.js';
import { type Cells, cellsOf } from './cells.js';
import type { Caveat, RefusalReason } from './reasons.js';

/** What both sides are counted in. */
export type Basis = 'units' | 'orders' | 'revenue_minor';
const OF_PEOPLE: Readonly<Partial<Record<Experiment['metric']['kind'], Basis>>> = { conversion_rate: 'units', orders: 'orders', revenue: 'revenue_minor' };

/** Of which a factor is: credit of these links, creators and campaigns. */
export type Covered = Pick<Experiment['scope'], 'link_ids' | 'creator_ids' | 'campaign_ids'>;

/** What an experiment found, over which units, and whose credit it is to be held against. */
export interface MeasuredLift {
  readonly basis: Basis;
  readonly arm: string;
  /** undefined: people, whose assignments tell them. */
  readonly cells: Cells | undefined;
  readonly figure: Figure;
  readonly alpha: number;
  readonly caveat: Caveat;
  readonly covered: Covered;
  /** What the estimate looked at ends here. */
  readonly until_ms: number;
}

/** Of several arms the first that is compared, as everywhere. @returns why there is nothing to calibrate by, where there is not */
export function measuredOf(result: LiftResult, inputs: LiftInputs): MeasuredLift | RefusalReason {
  const { experiment } = inputs;
  const [comparison] = result.comparisons;
  if (result.grade === 'C') return 'grade';
  if (experiment.design === 'redirect_holdout') return 'landing_page';
  const covered = coveredBy(inputs);
  if (covered === undefined) return 'nobody_named';
  if (result.withheld.length > 0) return 'withheld';
  const { incremental } = comparison ?? {};
  if (comparison === undefined || incremental == null) return 'no_estimate';
  const basis = kindOf(experiment) === 'arms' ? OF_PEOPLE[experiment.metric.kind] : basisOfUnits(experiment, incremental.revenue_minor !== null);
  if (basis === undefined) return 'figure_uncredited';
  const figure = basis === 'revenue_minor' ? incremental.revenue_minor : incremental.conversions;
  const cells = inputs.figures === null ? undefined : cellsOf(experiment, inputs.figures);
  if (figure === null || (inputs.figures !== null && cells === undefined)) return 'no_estimate';
  const until = comparison.fixed === null ? result.as_of : result.planned_end;
  const effect = comparison.fixed ?? comparison.sequential;
  return {
    basis,
    arm: comparison.arm,
    cells,
    figure,
    alpha: effect?.alpha ?? result.alpha,
    caveat: caveatOf(experiment),
    covered,
    until_ms: Date.parse(until),
  };
}

/** Who else reports a figure may mean anything by it; orders and money of the workspace alone are credited. */
function basisOfUnits({ metric }: Experiment, in_money: boolean): Basis | undefined {
  if (in_money) return 'revenue_minor';
  return metric.kind !== 'geo_outcome' || metric.name === 'orders' ? 'orders' : undefined;
}

/** Creators that were drawn are themselves whose credit it is about; of others the scope says so. */
function coveredBy({ experiment, figures }: LiftInputs): Covered | undefined {
  if (experiment.unit === 'creator') return { link_ids: [], creator_ids: (figures?.units ?? []).map(({ unit }) => unit), campaign_ids: [] };
  const { link_ids, creator_ids, campaign_ids } = experiment.scope;
  return link_ids.length + creator_ids.length + campaign_ids.length === 0 ? undefined : { link_ids, creator_ids, campaign_ids };
}

/** Outcomes of creators are orders tracked to them, by people who might have bought anyway; a heavy-up compares more with some. */
function caveatOf({ unit, design }: Experiment): Caveat {
  if (unit === 'creator') return 'tracked_only';
  return design === 'geo_heavy_up' ? 'extra_spend' : '';
}
