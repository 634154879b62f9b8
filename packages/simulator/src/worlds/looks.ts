import type { Random } from '../random.js';

interface Rate {
  readonly n: number;
  readonly conversions: number;
}

export interface DailyLooks {
  /** All that had come by the end of each day. */
  readonly looks: readonly { readonly control: Rate; readonly treatment: Rate }[];
  readonly truth: { readonly conversion_difference: number };
}

export interface DailyLooksOptions {
  readonly days: number;
  readonly people_a_day: number;
  /** Added to the treated's chance of an order; 0 for a world without any effect. */
  readonly effect: number;
}

const ORDER_CHANCE = 0.08;

/** Grade A looked at every evening while it runs. */
export function simulateDailyLooks(random: Random, { days, people_a_day, effect }: DailyLooksOptions): DailyLooks {
  const [control, treatment] = [
    { n: 0, conversions: 0 },
    { n: 0, conversions: 0 },
  ];
  const looks = Array.from({ length: days }, () => {
    for (let person = 0; person < people_a_day; person += 1) {
      const treated = random.chance(0.5);
      const arm = treated ? treatment : control;
      arm.n += 1;
      if (random.chance(ORDER_CHANCE + (treated ? effect : 0))) arm.conversions += 1;
    }
    return { control: { ...control }, treatment: { ...treatment } };
  });
  return { looks, truth: { conversion_difference: effect } };
}
