import type { Guard } from '../analysis.js';

/** Fewer placebos tell next to nothing of how much an estimate varies. */
const PLACEBOS_LEAST = 10;

/** Whether there are enough placebos to take a standard error from. */
export function placeboCountGuard(placebos: number): Guard {
  return { name: 'placebos', passed: placebos >= PLACEBOS_LEAST, detail: `${placebos} placebos, at least ${PLACEBOS_LEAST} are asked for` };
}

/** Whether the method finds nothing where nothing can be: in the pre period, as if the treatment had begun there. */
export function timePlaceboGuard(p: number | undefined, alpha: number): Guard {
  if (p === undefined) return { name: 'placebo_in_time', passed: false, detail: 'the pre period is too short for a placebo within it' };
  return { name: 'placebo_in_time', passed: p > alpha, detail: `an effect where there can be none has p ${p.toPrecision(3)}, above ${alpha} is asked for` };
}
