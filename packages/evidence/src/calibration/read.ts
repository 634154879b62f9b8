import { type AgedFactor, agedFactor, type CalibratedCredit, calibrateCredit, LAPSE_DAYS } from '@touchline/attribution';
import { CALIBRATION_FACTORS, CALIBRATION_REFUSALS, CREDIT_BY_FACTOR } from '../sql.js';
import { type Caveat, type Refusal, type RefusalReason, refusal } from './reasons.js';

const DAY_MS = 86_400_000;
const FACTORS_MAX = 10_000;
const ROWS_MAX = 100_000;

/** Whoever answers parameterised, read-only questions; the read-only account is enough. */
export interface Asks {
  query<Row>(sql: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

/** Whose credit, under which model, by orders of which days (by the zone's clock), seen from when. */
export interface CalibrationScope {
  readonly workspace_id: string;
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly now_ms: number;
  /** One creator; left out: all. */
  readonly creator?: string;
}

/** A factor at its present age, and the experiment it is of. */
export interface StandingFactor extends AgedFactor {
  readonly experiment_id: string;
  readonly name: string;
  readonly basis: string;
  readonly caveat: Caveat;
  readonly creator_ids: readonly string[];
  readonly link_ids: readonly string[];
  readonly campaign_ids: readonly string[];
}

/** Credit of a creator that one factor covers. */
export interface CalibratedPart extends CalibratedCredit {
  readonly factor: StandingFactor;
}

export interface CreatorCalibration {
  readonly creator_id: string;
  readonly credit_minor: number;
  readonly parts: readonly CalibratedPart[];
  /** Credit that no factor covers; it stays as the model gave it. */
  readonly uncalibrated_minor: number;
}

interface FactorRow extends Pick<StandingFactor, 'experiment_id' | 'name' | 'basis' | 'caveat' | 'creator_ids' | 'link_ids' | 'campaign_ids'> {
  readonly grade: 'A' | 'B';
  readonly measured_at_ms: number | string;
  readonly factor: number;
  readonly factor_low: number;
  readonly factor_high: number;
}

/** The factors of a workspace under one model, lapsed ones too; the newest measured first. @throws TouchlineError TL_STORE_UNAVAILABLE */
async function standingFactors(
  asks: Asks,
  { workspace_id, model, now_ms }: Pick<CalibrationScope, 'workspace_id' | 'model' | 'now_ms'>,
): Promise<StandingFactor[]> {
  const rows = await asks.query<FactorRow>(CALIBRATION_FACTORS, { workspace: workspace_id, model, now_ms, limit: FACTORS_MAX });
  return rows.map(({ factor_low, factor_high, measured_at_ms, ...row }) => {
    const { grade, factor } = row;
    return { ...row, ...agedFactor({ grade, factor, interval: [factor_low, factor_high], measured_at_ms: Number(measured_at_ms) }, now_ms) };
  });
}

/** An experiment whose newest result gives no factor, and why. */
export interface RefusedExperiment extends Refusal {
  readonly experiment_id: string;
  readonly name: string;
}

/** Those of a workspace, under one model. @throws TouchlineError TL_STORE_UNAVAILABLE */
export async function calibrationRefusals(asks: Asks, { workspace_id, model }: Pick<CalibrationScope, 'workspace_id' | 'model'>): Promise<RefusedExperiment[]> {
  const asked = { workspace: workspace_id, model, limit: FACTORS_MAX };
  const rows = await asks.query<{ experiment_id: string; name: string; reason: RefusalReason }>(CALIBRATION_REFUSALS, asked);
  return rows.map(({ reason, ...named }) => ({ ...named, ...refusal(reason) }));
}

/**
 * Every creator's credit with its calibrated part beside it. Of several factors that cover a line of credit one without a caveat counts before one with, and of
 * those the newest measured; lapsed ones count for none. @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function calibratedCredit(asks: Asks, scope: CalibrationScope): Promise<{ factors: StandingFactor[]; creators: CreatorCalibration[] }> {
  const { workspace_id, model, from, to, zone, now_ms, creator = '' } = scope;
  const parameters = { workspace: workspace_id, model, from, to, zone, creator, now_ms, lapsed_ms: now_ms - LAPSE_DAYS * DAY_MS, limit: ROWS_MAX };
  const [factors, rows] = await Promise.all([
    standingFactors(asks, scope),
    asks.query<{ creator_id: string; experiment_id: string; credit_minor: number | string }>(CREDIT_BY_FACTOR, parameters),
  ]);
  const factorOf = new Map(factors.map((factor) => [factor.experiment_id, factor]));
  const creators = new Map<string, CreatorCalibration>();
  for (const { creator_id, experiment_id, credit_minor } of rows) {
    const before = creators.get(creator_id) ?? { creator_id, credit_minor: 0, parts: [], uncalibrated_minor: 0 };
    const credit = Number(credit_minor);
    const factor = factorOf.get(experiment_id);
    const parts = factor === undefined ? before.parts : [...before.parts, { factor, ...calibrateCredit(credit, factor) }];
    const uncalibrated_minor = before.uncalibrated_minor + (factor === undefined ? credit : 0);
    creators.set(creator_id, { creator_id, credit_minor: before.credit_minor + credit, parts, uncalibrated_minor });
  }
  return { factors, creators: [...creators.values()] };
}
