import { TouchlineError } from '@touchline/runtime';
import { type Draws, drawsOf } from './draws.js';

/** A creator, market, week or whatever else can be drawn. */
export interface LotteryUnit {
  readonly id: string;
  /** Units of one stratum are drawn among themselves, so that every arm has its share of each. */
  readonly stratum?: string | undefined;
  /** What pairs are matched by: a figure of the time before, such as sales. */
  readonly baseline?: number | undefined;
}

interface Arm {
  readonly name: string;
  readonly weight: number;
}

export interface LotteryRequest {
  readonly units: readonly LotteryUnit[];
  readonly arms: readonly Arm[];
  /** The same seed and units give the same draw, in whatever order the units come. */
  readonly seed: string;
  /** Units next to each other by baseline are matched, one to each arm; the arms must have equal weights. */
  readonly matched: boolean;
}

export interface Drawn {
  readonly id: string;
  readonly arm: string;
  /** The stratum or match it was drawn in; undefined when all were drawn together. */
  readonly stratum: string | undefined;
}

/**
 * Draws an arm for each unit. Within a stratum the units are shuffled and laid round a circle, one at every 1/n, which is then turned at
 * random (systematic sampling: Cochran, Sampling Techniques, 1977, chapter 8): each unit has each arm with exactly the arm's
 * share as its chance, and each arm has its share of the units to within one.
 * @throws TouchlineError TL_INPUT_INVALID, path `units`
 */
export function drawLottery(request: LotteryRequest): Drawn[] {
  checkUnits(request);
  const strata = request.matched ? matches(request) : strataOf(request.units);
  return [...strata].flatMap(([stratum, units]) => {
    // A seed for each stratum: adding one changes none of the others.
    const draws = drawsOf(`${request.seed}\n${stratum ?? ''}`);
    return drawStratum(units, request.arms, draws).map(([id, arm]) => ({ id, arm, stratum }));
  });
}

function drawStratum(units: readonly LotteryUnit[], arms: readonly Arm[], draws: Draws): [id: string, arm: string][] {
  const ids = draws.shuffled(units.map(({ id }) => id).sort());
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  const turn = draws.unit();
  const drawn = ids.map((id, index): [string, string] => [id, armAt(((turn + index / ids.length) % 1) * total, arms)]);
  return drawn.sort(([a], [b]) => (a < b ? -1 : 1));
}

function armAt(point: number, arms: readonly Arm[]): string {
  let reached = 0;
  for (const { name, weight } of arms) {
    reached += weight;
    if (point < reached) return name;
  }
  return arms.at(-1)?.name ?? '';
}

function strataOf(units: readonly LotteryUnit[]): Map<string | undefined, LotteryUnit[]> {
  const strata = new Map<string | undefined, LotteryUnit[]>();
  for (const unit of units) strata.set(unit.stratum, [...(strata.get(unit.stratum) ?? []), unit]);
  return strata;
}

/** Groups of as many units as there are arms, next to each other by baseline; within strata where there are any. */
function matches({ units, arms }: LotteryRequest): Map<string | undefined, LotteryUnit[]> {
  const found = new Map<string | undefined, LotteryUnit[]>();
  for (const [stratum, members] of strataOf(units)) {
    const ordered = [...members].sort((a, b) => (a.baseline ?? 0) - (b.baseline ?? 0) || (a.id < b.id ? -1 : 1));
    for (let from = 0; from < ordered.length; from += arms.length) {
      const name = `match-${from / arms.length + 1}`;
      found.set(stratum === undefined ? name : `${stratum}/${name}`, ordered.slice(from, from + arms.length));
    }
  }
  return found;
}

function checkUnits({ units, arms, matched }: LotteryRequest): void {
  const ids = new Set(units.map(({ id }) => id));
  if (ids.size < arms.length) throw invalid(`A lottery over ${arms.length} arms needs at least as many units.`);
  if (ids.size < units.length) throw invalid('A unit is named twice.');
  if (!matched) return;
  if (arms.some(({ weight }) => weight !== arms[0]?.weight)) throw invalid('Matching gives each arm one unit of each match: their weights must be equal.');
  const bare = units.find(({ baseline }) => baseline === undefined || !Number.isFinite(baseline));
  if (bare !== undefined) throw invalid(`Unit \`${bare.id}\` has no baseline to be matched by.`);
  for (const [stratum, members] of strataOf(units)) {
    if (members.length % arms.length === 0) continue;
    const where = stratum === undefined ? '' : ` of stratum \`${stratum}\``;
    throw invalid(`${members.length} units${where} cannot be matched to ${arms.length} arms: leave ${members.length % arms.length} out.`);
  }
}

function invalid(message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', message, 'units');
}
