import type { EndWeights, Model, Transform } from '@touchline/attribution';
import { currencySchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { instantMs } from '../csv/instant.js';
import { durationOf } from '../duration.js';
import { FITTED_MODELS } from './fitted-options.js';
import type { Windows } from './journeys.js';
import { TOUCH_TYPES } from './touch-table.js';

const DAY_MS = 86_400_000;
const DEFAULT_WINDOWS: Windows = { click: 30 * DAY_MS, code: 30 * DAY_MS, view: DAY_MS };
const WEIGHT_DECIMALS_MAX = 9;

/** Rule models need nothing but the journey; fitted ones learn from all of them first. */
export const RULE_MODELS = ['first', 'last', 'linear', 'linear_unique', 'position', 'j_shaped', 'inverse_j', 'time_decay', 'custom'] as const;
type RuleModel = (typeof RULE_MODELS)[number];

function invalid(option: string, message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', `${option}: ${message}`, option);
}

/** `click=30d,code=7d,view=0d`, types that are not named keep 30 d, 30 d and 1 d; or one duration for all. @throws TouchlineError TL_INPUT_INVALID */
export function windowsOf(text: string | undefined): Windows {
  if (text === undefined) return DEFAULT_WINDOWS;
  if (!text.includes('=')) {
    const window_ms = durationOf(text, '--window');
    return { click: window_ms, code: window_ms, view: window_ms };
  }
  const windows: Record<string, number> = { ...DEFAULT_WINDOWS };
  for (const part of text.split(',')) {
    const [type = '', duration = ''] = part.split('=', 2).map((each) => each.trim());
    if (!TOUCH_TYPES.some((known) => known === type)) throw invalid('--window', `\`${type}\` is none of ${TOUCH_TYPES.join(', ')}.`);
    windows[type] = durationOf(duration, '--window');
  }
  return { ...DEFAULT_WINDOWS, ...windows };
}

/** `all`, `collapsed`, `unique` or `last_n:K`. @throws TouchlineError TL_INPUT_INVALID */
export function transformOf(text: string): Transform {
  const count = /^last_n:([1-9]\d{0,8})$/.exec(text)?.[1];
  if (count !== undefined) return { name: 'last_n', count: Number(count) };
  if (text === 'all' || text === 'collapsed' || text === 'unique') return { name: text };
  throw invalid('--transform', `\`${text}\` is none of all, collapsed, unique, last_n:K.`);
}

/** The instant a day or an instant with a zone means as the end of a span, both ends included. @throws TouchlineError TL_INPUT_INVALID */
export function boundOf(text: string | undefined, option: '--from' | '--to'): number {
  if (text === undefined) return option === '--from' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  try {
    const at_ms = instantMs(day ? `${text}T00:00:00Z` : text, option);
    return day && option === '--to' ? at_ms + DAY_MS - 1 : at_ms;
  } catch {
    throw invalid(option, 'expected a day (UTC) or an instant with a zone, such as 2026-03-01 or 2026-03-01T12:00:00Z.');
  }
}

/** A currency’s code, empty where none is given. @throws TouchlineError TL_INPUT_INVALID */
export function currencyOf(text: string): string {
  if (text !== '' && !currencySchema.safeParse(text.toUpperCase()).success) throw invalid('--currency', 'expected an ISO 4217 code such as EUR.');
  return text;
}

export interface ModelOptions {
  readonly model: string;
  readonly weights?: string | undefined;
  readonly halfLife: string;
}

/** The rule model with its parameters. @throws TouchlineError TL_INPUT_INVALID */
export function ruleModelOf({ model, weights, halfLife }: ModelOptions): Model {
  if (weights !== undefined && model !== 'position' && model !== 'custom') throw invalid('--weights', `the model \`${model}\` takes none.`);
  durationOf(halfLife, '--half-life');
  const name = RULE_MODELS.find((known) => known === model);
  if (name === undefined) throw invalid('--model', `\`${model}\` is none of ${[...RULE_MODELS, ...FITTED_MODELS].join(', ')}.`);
  return parametrised(name, weights, halfLife);
}

function parametrised(name: RuleModel, weights: string | undefined, halfLife: string): Model {
  switch (name) {
    case 'position':
      return weights === undefined ? { name } : { name, ends: endsOf(weightsOf(weights)) };
    case 'custom':
      if (weights === undefined) throw invalid('--weights', 'the model `custom` needs one weight per place, such as 0.5,0.3,0.2.');
      return { name, weights: weightsOf(weights) };
    case 'time_decay': {
      const half_life_ms = durationOf(halfLife, '--half-life');
      if (half_life_ms === 0) throw invalid('--half-life', 'expected more than 0.');
      return { name, half_life_ms };
    }
    default:
      return { name };
  }
}

function endsOf(weights: readonly number[]): EndWeights {
  const [first, middle, last, ...rest] = weights;
  if (first === undefined || middle === undefined || last === undefined || rest.length > 0) {
    throw invalid('--weights', 'the model `position` needs three: first, all middle touches together, last.');
  }
  return { first, middle, last };
}

/** Decimal weights as whole numbers in the same proportion, so that money splits by what was written and not by its nearest double. */
function weightsOf(text: string): number[] {
  const parts = text.split(',').map((part) => /^(\d{1,6})(?:\.(\d+))?$/.exec(part.trim()));
  const decimals = Math.max(...parts.map((part) => part?.[2]?.length ?? 0));
  if (parts.some((part) => part === null) || decimals > WEIGHT_DECIMALS_MAX) {
    throw invalid('--weights', `expected decimal numbers with at most ${WEIGHT_DECIMALS_MAX} places, such as 0.4,0.2,0.4.`);
  }
  const weights = parts.map((part) => Number(`${part?.[1] ?? ''}${(part?.[2] ?? '').padEnd(decimals, '0')}`));
  if (weights.every((weight) => weight === 0)) throw invalid('--weights', 'one of them has to be above 0.');
  return weights;
}
