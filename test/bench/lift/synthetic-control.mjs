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

export const SYNTHETIC_CONTROL_AIMS = { fit_ms_max: 200, refits_1000_ms_max: 20_000 };

/** @returns milliseconds, by kind of series; placebo refits are told for 1,000 of them, however many were done */
export function measureSyntheticControl({ fits, refits }) {
  return { markets: measureOn(panel(1), { fits, refits }), noise: measureOn(panel(0), { fits, refits }) };
}

function measureOn(subject, { fits, refits }) {
  const times = Array.from({ length: fits }, () => timed(() => syntheticFit(subject, 'simplex')));
  const [first_fit_ms] = times;
  const fit = syntheticFit(subject, 'simplex');
  const rounds = Math.max(1, Math.round(refits / DONORS));
  const placebos_ms = timed(() => {
    for (let done = 0; done < rounds; done += 1) spacePlacebo(fit, 'two_sided');
  });
  times.sort((left, right) => left - right);
  return {
    first_fit_ms,
    median_fit_ms: times[Math.floor(fits / 2)],
    refits_1000_ms: (placebos_ms * 1000) / (rounds * DONORS),
    augmented_fit_ms: timed(() => syntheticFit(subject, 'augmented_ridge')),
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
