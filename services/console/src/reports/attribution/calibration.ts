import { LAPSE_DAYS } from '@touchline/attribution';
import {
  type Asks,
  CAVEAT_WORDS,
  type CalibratedPart,
  type CreatorCalibration,
  calibratedCredit,
  calibrationRefusals,
  type StandingFactor,
  type SuggestedTest,
  suggestionsOf,
} from '@touchline/evidence';
import type { CreatorIdentity } from '../../answers.js';
import type { CalibratedAnswer, CalibratedCreator, CalibrationAnswer, CreatorCalibrationAnswer, FactorAnswer } from '../../calibration-answers.js';
import { type Numeric, sql } from '../../reader.js';
import { base, heading, ledgerText, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { identityOf } from './models.js';

const DAY_MS = 86_400_000;

/** Every creator's credit beside what experiments of grades A and B make of it, all factors, and what to test again. */
export async function calibrationReport(context: ReportContext): Promise<CalibrationAnswer> {
  const asked = { workspace_id: context.workspace.workspace_id, model: context.model };
  const [{ factors, creators, suggested }, refusals] = await Promise.all([calibrated(context, ''), calibrationRefusals(context.reader, asked)]);
  const named = creators.filter(({ creator_id }) => creator_id !== '');
  const names = await namesOf(
    context,
    named.map(({ creator_id }) => creator_id),
  );
  const rows = named.map((creator) => answerOf(creator, { names, suggested }));
  rows.sort((one, other) => other.credit_minor - one.credit_minor);
  return { ...heading(context), factors: factors.map(factorAnswer), refusals, creators: rows };
}

/** The same of one creator. */
export async function creatorCalibrationReport(context: ReportContext, creator: string): Promise<CreatorCalibrationAnswer> {
  const { creators, suggested } = await calibrated(context, creator);
  const names = await namesOf(context, [creator]);
  const own = creators[0] ?? { creator_id: creator, credit_minor: 0, parts: [], uncalibrated_minor: 0 };
  return { ...heading(context), creator: answerOf(own, { names, suggested }) };
}

async function calibrated(context: ReportContext, creator: string) {
  const { workspace, model, period } = context;
  const now_ms = await instantOf(context);
  const scope = { workspace_id: workspace.workspace_id, model, from: period.from, to: period.to, zone: workspace.time_zone, now_ms, creator };
  const { factors, creators } = await calibratedCredit(asOf(context), scope);
  return { factors, creators, suggested: suggestionsOf(factors, creators) };
}

/** Its statements over the ledger as it was known at the instant the report asks for. */
function asOf(context: ReportContext): Asks {
  return { query: (text, parameters) => context.reader.query(ledgerText(context, text), { ...base(context), ...parameters }) };
}

/** The instant a factor's age is seen from. */
async function instantOf(context: ReportContext): Promise<number> {
  if (context.as_of === undefined) return Date.now();
  const [row] = await context.reader.query<{ at_ms: Numeric }>(sql('instant_of'), base(context));
  return Number(row?.at_ms);
}

interface Beside {
  readonly names: ReadonlyMap<string, CreatorIdentity>;
  readonly suggested: readonly SuggestedTest[];
}

function answerOf({ creator_id, credit_minor, parts, uncalibrated_minor }: CreatorCalibration, { names, suggested }: Beside): CalibratedCreator {
  const found = suggested.find((each) => each.creator_id === creator_id);
  const suggestion = found === undefined ? null : { reason: found.reason, at_stake_minor: found.at_stake_minor, lapses_at: found.lapses_at };
  return { ...identityOf(names, creator_id), credit_minor, parts: parts.map(partAnswer), uncalibrated_minor, suggestion };
}

function partAnswer({ factor, credit_minor, calibrated_minor, baseline_minor, interval: [low, high] }: CalibratedPart): CalibratedAnswer {
  return { factor: factorAnswer(factor), credit_minor, calibrated_minor, baseline_minor, interval: { low: Math.round(low), high: Math.round(high) } };
}

function factorAnswer({ interval: [low, high], measured_at_ms, ...standing }: StandingFactor): FactorAnswer {
  const { experiment_id, name, grade, basis, factor, age_days, lapsed } = standing;
  const caveat = standing.caveat === '' ? '' : CAVEAT_WORDS[standing.caveat];
  const measured_at = new Date(measured_at_ms).toISOString();
  const lapses_at = new Date(measured_at_ms + LAPSE_DAYS * DAY_MS).toISOString();
  return { experiment_id, name, grade, basis, caveat, factor, interval: { low, high }, measured_at, age_days, lapses_at, lapsed };
}
