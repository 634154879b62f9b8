import { type Model, shares } from './models.js';
import { type ModelTouch, uniqueShares } from './rule-models.js';

/** Unnormalised weights of a journey's touches, in their order: finite, not negative, all 0 where nobody earns anything. */
export type Weigh = (touches: readonly ModelTouch[]) => number[];

/** By a rule model. */
export function weighByModel(model: Model): Weigh {
  return (touches) => shares(model, touches);
}

/**
 * By what a fitted model found each channel to be worth: in proportion to the effects of the channels present, evenly over a
 * channel’s touches. Where none of them has an effect, the same to every channel.
 * @param effects removal effect or Shapley value by channel; what is missing or below 0 counts as 0
 */
export function weighByEffects(effects: ReadonlyMap<string, number>): Weigh {
  return (touches) => {
    const even = uniqueShares(touches);
    const weighed = touches.map((touch, index) => (even[index] ?? 0) * Math.max(0, effects.get(touch.channel) ?? 0));
    return weighed.some((share) => share > 0) ? weighed : even;
  };
}

/**
 * Takes the credit of some channels away and gives it to the others by renormalising. Where the others have none (`last`, and
 * the last touch is left out) the model is asked again about the others alone.
 */
export function weighWithout(weigh: Weigh, excluded: ReadonlySet<string>): Weigh {
  if (excluded.size === 0) return weigh;
  return (touches) => {
    const stays = touches.map((touch) => !excluded.has(touch.channel));
    const rest = touches.filter((_, index) => stays[index]);
    if (rest.length === 0) return touches.map(() => 0);
    const all = weigh(touches).map((share, index) => (stays[index] ? share : 0));
    if (all.some((share) => share > 0)) return all;
    const restShares = weigh(rest).values();
    return stays.map((stay) => (stay ? (restShares.next().value ?? 0) : 0));
  };
}
