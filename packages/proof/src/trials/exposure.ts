import type { Analysis } from '@touchline/incrementality';
import { type Exposure, simulateExposure } from '@touchline/simulator';
import { analyze, covers, guardPassed } from '../analyses.js';
import { COVERED, type Trial, trial } from '../trial.js';

const PEOPLE = 600;

interface Outcome {
  readonly world: Exposure;
  readonly analysis: Analysis;
}

const SPEC = { design: 'observational', treatment: 'exposed', outcome: 'spend', covariates: ['age', 'follows', 'visits'], placebo_outcome: 'spend_before' };

function lived(world: Exposure): Outcome {
  return { world, analysis: analyze(SPEC, world.columns) };
}

const held = ({ world, analysis }: Outcome) => covers(analysis, world.truth.effect);
const silent = ({ analysis }: Outcome) => guardPassed(analysis, 'placebo_outcome');

/** The placebo's own level is 5 %: where nothing is hidden it is silent in 95 % of runs, and should be. */
export const EXPOSURE_TRIALS: readonly Trial[] = [
  trial('grade_c', (random) => lived(simulateExposure(random, { people: PEOPLE, hidden_confounding: false })), [
    { design: 'all confounding measured', counted: 'AIPW: holds the truth', ...COVERED, happens: held },
    { design: 'all confounding measured', counted: 'placebo outcome: silent', ...COVERED, happens: silent },
  ]),
  trial('grade_c', (random) => lived(simulateExposure(random, { people: PEOPLE, hidden_confounding: true })), [
    { design: 'hidden confounding', counted: 'AIPW: misses the truth', least: 0.99, most: 1, happens: (outcome) => !held(outcome) },
    { design: 'hidden confounding', counted: 'placebo outcome: caught', least: 0.99, most: 1, happens: (outcome) => !silent(outcome) },
  ]),
];
