import type { Random } from '../random.js';
import { type Columns, columnsOf } from './lottery.js';

export interface Exposure {
  /** exposed, spend, spend_before, age, follows, visits. */
  readonly columns: Columns;
  /** What the exposure adds to an exposed person's spend. */
  readonly truth: { readonly effect: number };
}

export interface ExposureOptions {
  readonly people: number;
  /** Whether interest, which nobody measured, decides who sees the post, as it decides who buys. */
  readonly hidden_confounding: boolean;
}

const EFFECT = 3;
const NOISE = 6;

/** Grade C: nobody was drawn; who is exposed depends on what was measured and, with hidden confounding, on what was not. */
export function simulateExposure(random: Random, { people, hidden_confounding }: ExposureOptions): Exposure {
  const rows = Array.from({ length: people }, () => {
    const [age, interest] = [random.normal(), random.normal()];
    const follows = random.chance(0.4) ? 1 : 0;
    const visits = random.poisson(2);
    const leaning = -1 + 0.4 * age + 0.6 * follows + 0.15 * visits + (hidden_confounding ? 0.9 * interest : 0);
    const exposed = random.chance(1 / (1 + Math.exp(-leaning))) ? 1 : 0;
    const habit = 3 * age + 4 * follows + 1.5 * visits + 4 * interest;
    const spend_before = 20 + habit + NOISE * random.normal();
    const spend = 20 + habit + EFFECT * exposed + NOISE * random.normal();
    return { exposed, spend, spend_before, age, follows, visits };
  });
  return { columns: columnsOf(rows), truth: { effect: EFFECT } };
}
