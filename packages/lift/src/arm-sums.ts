import type { Entities } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { shiftsTo } from './currency-shifts.js';
import { LaidOutUnits } from './laid-out.js';
import { armCountsStatement, armSumsStatement, SCALE, type Sources, UNASSIGNED } from './sql.js';
import { type ArmRow, type ArmSums, ArmTally } from './sums.js';

type Experiment = Entities['experiment'];

export interface ArmSumsReport {
  /** In the order of the experiment's arms; an arm without units has zeros. */
  readonly arms: readonly ArmSums[];
  /** Units told in more than one arm: in no arm's sums, and a failed guard above 1 % of all. */
  readonly both_arms: number;
  /** Units exposed that were never assigned: in no arm's sums. */
  readonly unassigned: number;
}

export interface ArmSumsRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  /** The workspace's. */
  readonly currency: string;
  readonly experiment_id: string;
  readonly experiment: Experiment;
  /** Nothing from this instant on is looked at. */
  readonly until: Date;
  /** Only what had been received before this instant; left out: whatever is there. With it the sums are the same for ever. */
  readonly known?: Date;
  /** assigned: by intention to treat, from the assignment on. exposed: those exposed, from the first exposure on. */
  readonly population?: 'assigned' | 'exposed';
  /** Smaller in tests. */
  readonly units_at_once_max?: number;
  /** From how many units on they are laid out first; smaller in tests. */
  readonly laid_out_least?: number;
}

interface Scale {
  readonly units: number;
  readonly exposures: number;
  readonly refunds: number;
}

/** Units joined at once, some 130 bytes each in the server; more are summed in slices by their hash. */
const UNITS_AT_ONCE_MAX = 12_500_000;
/** From so many on reading units once and writing them down costs less than reading them for each statement. */
const LAID_OUT_LEAST = 1_000_000;
/** Later than anything was received: the year 2200, which DateTime64 still holds. */
const FAR_MS = Date.UTC(2200, 0, 1);
/** More than any outcome: what is not capped. */
const NO_CAP = 2 ** 52;

/**
 * Sums an experiment whose units are people, in ClickHouse: no unit leaves it, and its memory is bounded by slices of units and by
 * aggregating on disk. An outcome counts from its unit's anchor (assignment, not before the start; or first exposure) for the
 * conversion window: anchor ≤ t < anchor + window. A hash of 64 bits stands for a unit: in one experiment of ten million units out of
 * some 370,000 two of them share one, and are taken for one unit.
 * @throws TouchlineError TL_FIELD_VALUE for an experiment of other units or that has not started, TL_STORE_UNAVAILABLE
 */
export async function armSums(request: ArmSumsRequest): Promise<ArmSumsReport> {
  const { experiment, warehouse } = request;
  const { units, orders } = sourcesOf(experiment);
  const parameters = parametersOf(request);
  const [scale = { units: 0, exposures: 0, refunds: 0 }] = await warehouse.query<Scale>(SCALE, parameters);
  const refunds = experiment.metric.kind === 'revenue' && scale.refunds > 0;
  const slices = Math.max(1, Math.ceil(scale.units / (request.units_at_once_max ?? UNITS_AT_ONCE_MAX)));
  const tally = new ArmTally(experiment.arms.length);
  const laid_out = scale.units >= (request.laid_out_least ?? LAID_OUT_LEAST) ? new LaidOutUnits(warehouse) : undefined;
  const sources: Sources = { units, orders, refunds, exposures: scale.exposures > 0, both_arms: false, laid_out: laid_out !== undefined };
  await laid_out?.removeLeftovers();
  let unassigned = 0;
  try {
    for (let slice = 0; slice < slices; slice += 1) {
      const sliced = { ...parameters, slice, slices, run_id: laid_out?.run_id ?? '' };
      const distinct = await laid_out?.layOut(sources, sliced);
      const before = tally.both_arms;
      tally.add(await warehouse.query<ArmRow>(armCountsStatement(sources, distinct === true), sliced));
      tally.add(await warehouse.query<ArmRow>(armSumsStatement({ ...sources, both_arms: tally.both_arms > before }), sliced));
      if (!sources.exposures || units === 'clicked') continue;
      const [row] = await warehouse.query<{ unassigned: number }>(UNASSIGNED, sliced);
      unassigned += row?.unassigned ?? 0;
    }
  } finally {
    await laid_out?.remove().catch(() => undefined);
  }
  const capped = capOf(experiment) !== undefined;
  return { arms: experiment.arms.map(({ name }, place) => tally.sums(name, place, capped)), both_arms: tally.both_arms, unassigned };
}

function sourcesOf({ design, unit }: Experiment): Pick<Sources, 'units' | 'orders'> {
  if (unit !== 'visitor' && unit !== 'customer' && unit !== 'email') {
    throw new TouchlineError('TL_FIELD_VALUE', 'Arm sums are for experiments whose units are people.', 'unit');
  }
  return { units: design === 'redirect_holdout' ? 'clicked' : 'told', orders: unit === 'visitor' ? 'clicked' : 'told' };
}

function parametersOf({ experiment, ...request }: ArmSumsRequest): Readonly<Record<string, unknown>> {
  const { started_at, pre_period, arms, metric, unit } = experiment;
  if (started_at === undefined) throw new TouchlineError('TL_FIELD_VALUE', 'The experiment has not started.', 'state');
  const started_ms = Date.parse(started_at);
  const pre_from_ms = pre_period === undefined ? 0 : Date.parse(pre_period.from);
  return {
    workspace_id: request.workspace_id,
    experiment_id: request.experiment_id,
    unit,
    arms: arms.map(({ name }) => name),
    metric: metric.kind,
    population: request.population ?? 'assigned',
    started_ms,
    since_ms: pre_period === undefined ? started_ms : Math.min(started_ms, pre_from_ms),
    until_ms: request.until.getTime(),
    known_ms: request.known?.getTime() ?? FAR_MS,
    window_ms: experiment.conversion_window_ms,
    pre_from_ms,
    pre_to_ms: pre_period === undefined ? 0 : Date.parse(pre_period.to),
    cap: capOf(experiment) ?? NO_CAP,
    ...shiftsTo(request.currency),
  };
}

/** Only money is capped: it alone has outliers that a minor unit can name. */
function capOf({ metric, winsorising_cap_minor }: Experiment): number | undefined {
  return metric.kind === 'revenue' ? winsorising_cap_minor : undefined;
}
