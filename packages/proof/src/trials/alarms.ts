import type { Analysis } from '@touchline/incrementality';
import { type DailyLooks, type NullPanel, simulateDailyLooks, simulateNullPanel } from '@touchline/simulator';
import { analyze, covers } from '../analyses.js';
import { COVERED, RARE, type Trial, trial } from '../trial.js';

const ALPHA = 0.05;
const LOOKS = { days: 28, people_a_day: 400 };
const N_STAR = LOOKS.days * LOOKS.people_a_day;
const EFFECT = 0.015;
/** With 30 donors the least p is 1/31, and a true null is refused in 3.2 % at most. */
const PANEL = { markets: 31, pre_weeks: 16, post_weeks: 6 };

const sequence = (look: DailyLooks['looks'][number]) => analyze({ design: 'sequential', ...look, n_star: N_STAR });
const alarmed = ({ p }: Analysis) => typeof p === 'number' && p <= ALPHA;

function refused({ columns, treated, pre, post }: NullPanel): boolean {
  const names = { unit: 'unit', time: 'time', outcome: 'outcome' };
  return alarmed(analyze({ design: 'synthetic_control', columns: names, treated: [treated], pre, post }, columns));
}

export const ALARM_TRIALS: readonly Trial[] = [
  trial('false_alarms', (random) => simulateDailyLooks(random, { ...LOOKS, effect: 0 }), [
    {
      design: 'no effect, 28 daily looks',
      counted: 'confidence sequence: any alarm',
      ...RARE,
      happens: ({ looks }) => looks.some((look) => alarmed(sequence(look))),
    },
    {
      // Not an estimator of ours: it shows that the world is one where looking every day misleads.
      design: 'no effect, 28 daily looks',
      counted: 'fixed-horizon test: any alarm, for contrast',
      least: 0.15,
      most: 1,
      happens: ({ looks }) => looks.some((look) => alarmed(analyze({ design: 'two_mean', ...look }))),
    },
  ]),
  trial('false_alarms', (random) => simulateDailyLooks(random, { ...LOOKS, effect: EFFECT }), [
    {
      design: 'an effect, 28 daily looks',
      counted: 'confidence sequence: all 28 hold the truth',
      least: 0.95,
      most: 1,
      happens: ({ looks, truth }) => looks.every((look) => covers(sequence(look), truth.conversion_difference)),
    },
    {
      design: 'an effect, at the planned end',
      counted: 'conversion rate, Newcombe',
      ...COVERED,
      happens: ({ looks, truth }) => {
        const last = looks.at(-1);
        return last !== undefined && covers(analyze({ design: 'two_proportion', ...last }), truth.conversion_difference);
      },
    },
  ]),
  trial('false_alarms', (random) => simulateNullPanel(random, PANEL), [
    { design: 'synthetic control, no effect', counted: 'placebo in space: refused', ...RARE, happens: refused },
  ]),
];
