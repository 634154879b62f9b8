import { Draws } from '../random.js';

/** Up to this mean the distribution is added up from 0; above it that takes longer than rejection does. */
const INVERTED_MEAN_MAX = 24;
/** Of rejection, whose chance to draw again is below 1/8: never seen. */
const ATTEMPTS_MAX = 1_000;

/**
 * A number of journeys drawn from Poisson(mean), which is what Poisson(1) weights of `mean` journeys sum to. The seed decides it.
 * @param mean finite and not negative, whole or not
 */
export function poisson(mean: number, seed: number): number {
  if (mean === 0) return 0;
  return mean <= INVERTED_MEAN_MAX ? inverted(mean, new Draws(seed).next()) : rejected(mean, new Draws(seed));
}

/** e^−mean for whole means, because most rows count few journeys. */
const ZEROS = Float64Array.from({ length: INVERTED_MEAN_MAX + 1 }, (_, mean) => Math.exp(-mean));

function inverted(mean: number, uniform: number): number {
  let probability = Number.isInteger(mean) ? (ZEROS[mean] ?? 0) : Math.exp(-mean);
  let [sum, count] = [probability, 0];
  while (uniform >= sum && probability > Number.MIN_VALUE) {
    count += 1;
    probability *= mean / count;
    sum += probability;
  }
  return count;
}

/** Transformed rejection (PTRS of Hörmann 1993, The transformed rejection method for generating Poisson random variables). */
function rejected(mean: number, draws: Draws): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const quick = 0.9277 - 3.6224 / (b - 2);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const u = draws.next() - 0.5;
    const v = draws.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= quick) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= -mean + count * Math.log(mean) - logFactorial(count)) return count;
  }
  throw new RangeError(`no Poisson number for the mean ${mean} in ${ATTEMPTS_MAX} attempts`);
}

const SMALL_FACTORIALS = 10;

/** ln k!, by Stirling’s series to the term of 1/k⁵ (Abramowitz and Stegun 6.1.41): its error is below 1e-10 from k = 10 on. */
function logFactorial(count: number): number {
  if (count < SMALL_FACTORIALS) {
    let product = 1;
    for (let factor = 2; factor <= count; factor += 1) product *= factor;
    return Math.log(product);
  }
  const square = count * count;
  const series = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / count;
  return (count + 0.5) * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI) + series;
}
