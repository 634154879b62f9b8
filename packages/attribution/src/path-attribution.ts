import { type BootstrapOptions, bootstrap, type Uncertainty } from './bootstrap/bootstrap.js';
import { ownWeights, type RowWeights } from './markov/counts.js';
import { type ChannelEffects, MarkovChain, type MarkovOrder } from './markov/fit.js';
import type { Paths } from './markov/paths.js';
import { type Model, shares } from './models.js';
import { RemovalGame } from './shapley/removal-game.js';

/** Models of paths: those of journeys but `time_decay`, because a path has no instants, and those that learn from all paths. */
export type PathModel =
  | Exclude<Model, { name: 'time_decay' }>
  | { readonly name: 'markov'; readonly order: MarkovOrder }
  | { readonly name: 'shapley'; readonly samples?: number | undefined; readonly seed?: number | undefined };

/** What a channel earns. Credits of all channels sum to the conversions and the value of the paths with a touch. */
export interface ChannelCredit {
  readonly channel: string;
  readonly conversions: number;
  readonly value: number;
  /** Of the fitted chain (order 1 for Shapley): share of the conversions that is lost without the channel. Fitted models only. */
  readonly removal_effect: number | undefined;
  /** Of the credited conversions: of the bootstrap, or else of sampled Shapley values. */
  readonly uncertainty: Uncertainty | undefined;
}

export interface PathAttribution {
  /** P(conversion) of the fitted chain; undefined for rule models. */
  readonly p_conversion: number | undefined;
  /** By conversions, then by name. */
  readonly channels: readonly ChannelCredit[];
  /** Orders of the channels that were drawn; 0 where everything is exact. */
  readonly samples: number;
}

/** Figures of one set of weights, by channel. */
interface Credit {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  readonly standard_errors?: Float64Array | undefined;
  readonly samples?: number;
  /** What the chain of a Markov model says beside it. */
  readonly effects?: ChannelEffects;
}

type Credited = (weights: RowWeights) => Credit;

/** The standard normal’s 97.5 % quantile. */
const NORMAL_975 = 1.959963984540054;

/** Credits every channel under a model, with intervals where they are asked for. */
export function attributePaths(paths: Paths, model: PathModel, options: { readonly bootstrap?: BootstrapOptions | undefined } = {}): PathAttribution {
  const credited = creditedBy(paths, model);
  const own = ownWeights(paths);
  const credit = credited(own);
  // Shapley values are those of the chain of order 1.
  const fitted = credit.effects ?? (model.name === 'shapley' ? new MarkovChain(paths, 1).effects(own) : undefined);
  const uncertainties = options.bootstrap === undefined ? undefined : bootstrap(paths, options.bootstrap, (weights) => credited(weights).conversions);
  const channels = paths.channels.map((channel, index) => {
    const conversions = credit.conversions[index] ?? 0;
    return {
      channel,
      conversions,
      value: credit.values[index] ?? 0,
      removal_effect: fitted?.removal_effects[index],
      uncertainty: uncertainties?.[index] ?? normal(conversions, credit.standard_errors?.[index]),
    };
  });
  return {
    p_conversion: fitted?.p_conversion,
    channels: channels.sort((one, other) => other.conversions - one.conversions || (one.channel < other.channel ? -1 : 1)),
    samples: credit.samples ?? 0,
  };
}

function creditedBy(paths: Paths, model: PathModel): Credited {
  if (model.name === 'markov') return markovCredit(paths, model.order);
  if (model.name === 'shapley') return shapleyCredit(new RemovalGame(paths, model));
  return ruleCredit(paths, model);
}

/** credit_c = RE_c / ΣRE × conversions; value likewise by the effects on value. */
function markovCredit(paths: Paths, order: MarkovOrder): Credited {
  const chain = new MarkovChain(paths, order);
  return (weights) => {
    const effects = chain.effects(weights);
    return {
      conversions: inProportion(effects.removal_effects, total(weights.conversions)),
      values: inProportion(effects.value_effects, total(weights.values)),
      effects,
    };
  };
}

function shapleyCredit(game: RemovalGame): Credited {
  return (weights) => {
    const [conversions, value] = [total(weights.conversions), total(weights.values)];
    const shared = game.shares(weights);
    return {
      conversions: inProportion(shared.conversions, conversions),
      values: inProportion(shared.values, value),
      standard_errors: shared.standard_errors?.map((error) => error * conversions),
      samples: shared.samples,
    };
  };
}

/** Each path’s conversions by the weights of its steps: worked out once, summed up anew for other weights of the rows. */
function ruleCredit(paths: Paths, model: Exclude<Model, { name: 'time_decay' }>): Credited {
  const parts = paths.rows.map(({ steps }) => {
    const weights = shares(
      model,
      steps.map((step, at_ms) => ({ channel: paths.channels[step] ?? '', at_ms })),
    );
    return inProportion(weights, 1);
  });
  return (weights) => {
    const [conversions, values] = [new Float64Array(paths.channels.length), new Float64Array(paths.channels.length)];
    for (const [row, { steps }] of paths.rows.entries()) {
      const [converted, value] = [weights.conversions[row] ?? 0, weights.values[row] ?? 0];
      if (converted === 0 && value === 0) continue;
      for (const [place, step] of steps.entries()) {
        const part = parts[row]?.[place] ?? 0;
        conversions[step] = (conversions[step] ?? 0) + converted * part;
        values[step] = (values[step] ?? 0) + value * part;
      }
    }
    return { conversions, values };
  };
}

function inProportion(parts: ArrayLike<number>, amount: number): Float64Array {
  const sum = total(parts);
  return Float64Array.from(parts, (part) => (sum === 0 ? 0 : (part / sum) * amount));
}

function total(figures: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < figures.length; index += 1) sum += figures[index] ?? 0;
  return sum;
}

function normal(conversions: number, standard_error: number | undefined): Uncertainty | undefined {
  if (standard_error === undefined) return undefined;
  const half = NORMAL_975 * standard_error;
  return { standard_error, interval: [conversions - half, conversions + half] };
}
