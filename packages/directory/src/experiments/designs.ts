import type { ExperimentAssignment, ExperimentDesign, ExperimentMethod, ExperimentUnit } from '@touchline/events';

/** A randomised, B quasi-experimental, C adjusted association: only A and B may be called incremental (I8). */
export type ExperimentGrade = 'A' | 'B' | 'C';

/** What a design allows; of units, assignments and methods the first is taken when none is named. */
export interface DesignRules {
  readonly grade: ExperimentGrade;
  readonly units: readonly [ExperimentUnit, ...ExperimentUnit[]];
  readonly assignments: readonly [ExperimentAssignment, ...ExperimentAssignment[]];
  readonly methods: readonly [ExperimentMethod, ...ExperimentMethod[]];
  /** What the effect is an effect of, in the words a report must use. */
  readonly measures: string;
}

const BY_SUMS = ['sequential', 'group_sequential', 'two_proportion', 'two_mean', 'ratio', 'cuped', 'bayes_proportion', 'bayes_mean'] as const;
const BY_MARKETS = ['synthetic_control', 'synthetic_did', 'did', 'tbr'] as const;

/** Every design; what is drawn by lot or hash is A, what switches on somewhere is B, what people chose themselves is C. */
export const DESIGNS: Readonly<Record<ExperimentDesign, DesignRules>> = {
  user_holdout: {
    grade: 'A',
    units: ['customer', 'visitor', 'email'],
    assignments: ['hash', 'imported'],
    methods: BY_SUMS,
    measures: 'what the treated arm was shown, among people drawn at random',
  },
  redirect_holdout: {
    grade: 'A',
    units: ['visitor'],
    assignments: ['hash'],
    methods: BY_SUMS,
    measures: 'the offer or landing page among clickers, never the post',
  },
  geo_holdout: {
    grade: 'A',
    units: ['geo'],
    assignments: ['lottery', 'imported'],
    methods: ['permutation', 'trimmed_match', ...BY_MARKETS],
    measures: 'the campaign, in markets drawn to go without it',
  },
  geo_heavy_up: {
    grade: 'A',
    units: ['geo'],
    assignments: ['lottery', 'imported'],
    methods: ['permutation', 'trimmed_match', ...BY_MARKETS],
    measures: 'the extra spend, in markets drawn to get it',
  },
  creator_lottery: {
    grade: 'A',
    units: ['creator'],
    assignments: ['lottery'],
    methods: ['permutation', 'two_mean'],
    measures: 'briefing a creator, among creators drawn by lot',
  },
  week_lottery: {
    grade: 'A',
    units: ['week'],
    assignments: ['lottery'],
    methods: ['permutation', 'two_mean'],
    measures: 'a week with posts against a week without, weeks drawn by lot',
  },
  stepped_wedge: {
    grade: 'A',
    units: ['geo', 'creator'],
    assignments: ['lottery'],
    methods: ['permutation'],
    measures: 'starting earlier against starting later, the order drawn by lot',
  },
  market_switch_on: {
    grade: 'B',
    units: ['geo'],
    assignments: ['chosen'],
    methods: BY_MARKETS,
    measures: 'switching a market on, against markets that were not',
  },
  matched_exposure: {
    grade: 'C',
    units: ['customer', 'visitor', 'email'],
    assignments: ['observed'],
    methods: ['observational'],
    measures: 'adjusted association, not incremental: exposed people against similar unexposed ones',
  },
};
