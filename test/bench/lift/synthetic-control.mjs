// Synthetic control with 100 donors over 365 days, and 1,000 placebo refits of that size.
//
// Traps:
// - Series that move together with a little noise, as markets do, leave a few donors with weight. On noise alone nearly every donor
//   has some, and a fit takes longer: `noise` is that case.
// - A fit here has the sums of products in it; the placebos share one such matrix, as they do in an analysis.
// - The engine compiles hot code as it goes: the first fit is slower, and is the one that counts for who runs one analysis. Both are printed.
import { spacePlacebo, syntheticFit } from '@touchline/incrementality';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const DONORS = 100;
const DAYS = 365;
const PRE_DAYS = 335;
const FACTORS = 6;
const REFITS = 1000;
const FITS = 20;

export const AIMS = { fit_ms_max: 200, refits_1000_ms_max: 20_000 };

/** @returns milliseconds, by kind of series */
export function measure() {
  return { markets: measureOn(panel(1)), noise: measureOn(panel(0)) };
}

function measureOn(subject) {
  const fits = Array.from({ length: FITS }, () => timed(() => syntheticFit(subject, 'simplex')));
  const fit = syntheticFit(subject, 'simplex');
  const refits = timed(() => {
    for (let done = 0; done < REFITS; done += DONORS) spacePlacebo(fit, 'two_sided');
  });
  fits.sort((left, right) => left - right);
  return {
    first_fit_ms: fits.at(-1),
    median_fit_ms: fits[FITS / 2],
    augmented_fit_ms: timed(() => syntheticFit(subject, 'augmented_ridge')),
    refits_1000_ms: refits,
    donors_with_weight: fit.weights.filter((weight) => weight > 0).length,
  };
}

/** @param share how much of a market's movement is common to all */
function panel(share) {
  const generator = xoroshiro128plus(7);
  const unit = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  const factors = Array.from({ length: FACTORS }, () => {
    let level = 0;
    return Array.from({ length: DAYS }, (_, day) => {
      level += normal();
      return level + 3 * Math.sin((2 * Math.PI * day) / 7);
    });
  });
  const market = () => {
    const loads = factors.map(() => 1 + 0.4 * normal());
    const base = 100 * (1 + unit());
    return Array.from({ length: DAYS }, (_, day) => base + share * factors.reduce((sum, factor, index) => sum + loads[index] * factor[day], 0) + 2 * normal());
  };
  const names = Array.from({ length: DONORS }, (_, index) => `donor ${String(index).padStart(3, '0')}`);
  return {
    times: Array.from({ length: DAYS }, (_, day) => day),
    pres: PRE_DAYS,
    treated: ['treated'],
    donors: names,
    treatedSeries: [market()],
    donorSeries: names.map(market),
  };
}

function timed(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
