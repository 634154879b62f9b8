import { type FitLevel, type LedgerModel, shares } from './models.js';
import type { ModelTouch } from './rule-models.js';
import type { Chain, Touch } from './touch.js';

/**
 * What a weight is rounded to before the ledger splits by it: whole multiples of 2^-40 of the largest one. With whole parts a split is exact
 * wherever it is computed, here and in the warehouse.
 */
export const PART_UNITS = 2 ** 40;

/** Terms of the series below: what is left out is under 2^-53. */
const SERIES_TERMS = 16;

export interface PartOptions {
  readonly half_life_ms: number;
}

/**
 * What each touch gets of a conversion under a model, as whole numbers in proportion. The warehouse computes the same numbers in SQL
 * (`parts.sql` of `@touchline/ledger`), so both are made of nothing but additions, multiplications, divisions and roundings.
 */
export function ledgerParts(model: LedgerModel, touches: readonly Touch[], options: PartOptions): number[] {
  if ('effects' in model)
    return effectParts(
      touches.map((touch) => channelAt(touch, model.level)),
      model.effects,
    );
  if (model.name !== 'time_decay') return shares({ name: model.name }, touches.map(asModelTouch));
  if (!(options.half_life_ms > 0)) throw new RangeError('half_life_ms must be above 0');
  const latest_ms = touches.reduce((latest, touch) => Math.max(latest, touch.at_ms), Number.NEGATIVE_INFINITY);
  return touches.map((touch) => decayPart((latest_ms - touch.at_ms) / options.half_life_ms));
}

/** What a touch is at a level; empty where it has nothing there. */
export function channelAt(chain: Chain, level: FitLevel): string {
  switch (level) {
    case 'creator':
      return chain.creator_id;
    case 'campaign':
      return chain.campaign_id;
    case 'platform':
      return chain.platform;
    case 'post':
      return chain.post_id;
    case 'link':
      return chain.link_id;
  }
}

/** Effects of channels as whole multiples of 2^-40 of the largest; what is not above 0 is 0. */
export function effectUnits(effects: ReadonlyMap<string, number>): Map<string, number> {
  const largest = [...effects.values()].reduce((most, effect) => Math.max(most, effect), 0);
  return new Map([...effects].map(([channel, effect]) => [channel, largest > 0 ? Math.round((Math.max(0, effect) / largest) * PART_UNITS) : 0]));
}

/** In proportion to the effects of the channels present, evenly over a channel’s touches; the same to every channel where none has an effect. */
function effectParts(channels: readonly string[], effects: ReadonlyMap<string, number>): number[] {
  const counts = new Map<string, number>();
  for (const channel of channels) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const partOf = (channel: string, units: number) => Math.floor(units / (counts.get(channel) ?? 1));
  const parts = channels.map((channel) => partOf(channel, effects.get(channel) ?? 0));
  return parts.some((part) => part > 0) ? parts : channels.map((channel) => partOf(channel, PART_UNITS));
}

/**
 * 2^(−halvings) in whole PART_UNITS. Of the fraction of a halving y · ln 2 the series of e^(−x), from its last term inwards; a library's power
 * function would differ in the last bit from one machine to the next. Below 2^-40 nothing is left.
 */
function decayPart(halvings: number): number {
  const whole = Math.floor(halvings);
  const x = (halvings - whole) * Math.LN2;
  let series = 1;
  for (let term = SERIES_TERMS; term >= 1; term -= 1) series = 1 - (x / term) * series;
  return Math.floor((series * PART_UNITS) / 2 ** whole + 0.5);
}

function asModelTouch(touch: Touch): ModelTouch {
  return { at_ms: touch.at_ms, channel: touch.creator_id };
}
