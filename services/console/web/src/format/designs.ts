import type { ExperimentRow } from '../../../src/experiment-answers.js';

type Design = ExperimentRow['design'];
type Unit = ExperimentRow['unit'];
type Grade = ExperimentRow['grade'];

/** A design as a marketer chooses it. Its grade and what it allows are the server's; these words only say what it is for. */
export interface DesignWords {
  readonly id: Design;
  readonly grade: Grade;
  readonly name: string;
  readonly asks: string;
  readonly needs: string;
  readonly units: readonly Unit[];
  /** The first is taken where nothing is chosen. */
  readonly methods: readonly string[];
}

const BY_SUMS = ['sequential', 'two_proportion', 'two_mean', 'cuped'] as const;
const BY_MARKETS = ['synthetic_control', 'synthetic_did', 'did', 'tbr'] as const;

export const DESIGN_WORDS: readonly DesignWords[] = [
  {
    id: 'redirect_holdout',
    grade: 'A',
    name: 'Redirect holdout',
    asks: 'Is the offer page worth it, among people who clicked?',
    needs: 'One or more tracked links. A share of their visitors lands on a plain page instead. It measures the page, never the post.',
    units: ['visitor'],
    methods: BY_SUMS,
  },
  {
    id: 'user_holdout',
    grade: 'A',
    name: 'Holdout of people',
    asks: 'What do people buy because they are shown something?',
    needs: 'A way to keep some people out: by a hash Touchline works out, or by a draw of your own that you report.',
    units: ['customer', 'visitor', 'email'],
    methods: BY_SUMS,
  },
  {
    id: 'geo_holdout',
    grade: 'A',
    name: 'Markets that go without',
    asks: 'What is lost where a campaign does not run?',
    needs: 'Markets drawn by lot, and a figure they report day by day.',
    units: ['geo'],
    methods: ['permutation', 'trimmed_match', ...BY_MARKETS],
  },
  {
    id: 'geo_heavy_up',
    grade: 'A',
    name: 'Markets that get more',
    asks: 'What does extra spend bring?',
    needs: 'Markets drawn by lot to get it, and a figure they report day by day.',
    units: ['geo'],
    methods: ['permutation', 'trimmed_match', ...BY_MARKETS],
  },
  {
    id: 'creator_lottery',
    grade: 'A',
    name: 'Lottery of creators',
    asks: 'What does briefing a creator bring?',
    needs: 'More creators than you will brief; the lot decides who.',
    units: ['creator'],
    methods: ['permutation', 'two_mean'],
  },
  {
    id: 'week_lottery',
    grade: 'A',
    name: 'Lottery of weeks',
    asks: 'Is a week with posts better than one without?',
    needs: 'Some ten weeks or more, drawn by lot.',
    units: ['week'],
    methods: ['permutation', 'two_mean'],
  },
  {
    id: 'stepped_wedge',
    grade: 'A',
    name: 'One after the other',
    asks: 'Does starting earlier bring more than starting later?',
    needs: 'Markets or creators that all start in the end; the lot decides when.',
    units: ['geo', 'creator'],
    methods: ['permutation'],
  },
  {
    id: 'market_switch_on',
    grade: 'B',
    name: 'Switch a market on',
    asks: 'What came with a launch that you chose?',
    needs: 'A market you switch on, others you do not, and their past.',
    units: ['geo'],
    methods: BY_MARKETS,
  },
  {
    id: 'matched_exposure',
    grade: 'C',
    name: 'Exposed against similar people',
    asks: 'Do exposed people buy more than people like them?',
    needs: 'Reported exposures. An association: never incremental, whatever comes out.',
    units: ['customer', 'visitor', 'email'],
    methods: ['observational'],
  },
];

export function designWords(id: Design): DesignWords {
  const found = DESIGN_WORDS.find((design) => design.id === id);
  return found ?? { id, grade: 'C', name: id.replaceAll('_', ' '), asks: '', needs: '', units: [], methods: [] };
}

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  A: 'Grade A: randomised. The arms differ in nothing but chance and the treatment, so the difference is incremental.',
  B: 'Grade B: quasi-experimental. What was treated was chosen, and is held against what the untreated would have predicted.',
  C: 'Grade C: adjusted association. Who was exposed chose it themselves; this is never incremental.',
};

const METHODS: Readonly<Record<string, string>> = {
  sequential: 'Confidence sequence: holds at every look',
  two_proportion: 'Rates, at the planned end only',
  two_mean: 'Means, at the planned end only',
  cuped: 'Means, adjusted for the pre-period',
  permutation: 'Permutation of the draw',
  trimmed_match: 'Trimmed match of pairs',
  synthetic_control: 'Synthetic control',
  synthetic_did: 'Synthetic difference-in-differences',
  did: 'Difference-in-differences',
  tbr: 'Time-based regression',
  observational: 'Adjusted comparison (AIPW)',
};

export function methodName(method: string): string {
  return METHODS[method] ?? method.replaceAll('_', ' ');
}

const UNITS: Readonly<Record<Unit, string>> = {
  visitor: 'visitors',
  customer: 'customers',
  email: 'e-mail addresses',
  geo: 'markets',
  creator: 'creators',
  week: 'weeks',
};

export function unitsName(unit: Unit): string {
  return UNITS[unit];
}

const GUARDS: Readonly<Record<string, string>> = {
  sample_ratio: 'The split is the one that was written down',
  arms_apart: 'Nobody was in both arms',
  exposure_first: 'Nobody was exposed before being assigned',
  pre_period: 'The arms were alike before',
  minimum_units: 'Enough units in each arm',
  minimum_conversions: 'Enough conversions in each arm',
  full_weeks: 'Planned in full weeks',
  outliers: 'A few large orders do not make the effect',
  alone_on_scope: 'No other experiment on the same scope',
  variance_positive: 'Units differ',
  figures_suffice: 'There is enough to compare with',
  every_day_told: 'Every market reported every day',
  one_currency: 'All figures are in one unit',
  assignments: 'Enough draws were possible for a small p',
  placebo_in_time: 'Nothing is found before the start, where nothing can be',
  placebos: 'Enough other markets to try the method on',
  pre_correlation: 'The other markets moved alike before',
  autocorrelation: 'What is left over does not swing on its own',
  pairs: 'Enough pairs',
  propensity: 'Exposure could be foretold at all',
  overlap: 'Exposed people have counterparts among the others',
  balance: 'Exposed and unexposed are alike once weighed',
  placebo_outcome: 'Nothing is found before the exposure, where nothing can be',
  ratio_estimable: 'The base of the share is far enough from zero',
  baseline_distinguishable: 'The base of the share is far enough from zero',
  baseline_positive: 'The base of the share is above zero',
  information_as_planned: 'As much information as was planned',
  first_stage_strong: 'The assignment moved who was treated',
};

export function guardName(guard: string): string {
  return GUARDS[guard] ?? guard.replaceAll('_', ' ');
}

const STATES: Readonly<Record<ExperimentRow['state'], string>> = { draft: 'Draft', running: 'Running', stopped: 'Stopped', archived: 'Archived' };

export function stateName(state: ExperimentRow['state']): string {
  return STATES[state];
}
