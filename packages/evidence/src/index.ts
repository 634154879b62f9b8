export type { KeptCalibration } from './calibration/keep.js';
export {
  type Asks,
  type CalibratedPart,
  type CalibrationScope,
  type CreatorCalibration,
  calibratedCredit,
  calibrationRefusals,
  type RefusedExperiment,
  type StandingFactor,
} from './calibration/read.js';
export { CAVEAT_WORDS, type Caveat } from './calibration/reasons.js';
export { type SuggestedTest, suggestionsOf, suggestTests } from './calibration/suggest.js';
export { figureText, intervalText, money, percent } from './figures.js';
export { runLift, runPortfolio } from './lift-run.js';
export { type MarketPlanRequest, type PeoplePlanRequest, type Planned, planMarkets, planPeople } from './plan.js';
export { type LotteryPlanRequest, planLottery } from './plan-lottery.js';
export { type Pooled, poolResults } from './pooled.js';
export type {
  ArmFigures,
  BayesianView,
  Comparison,
  Effect,
  EffectAt,
  Figure,
  GroupLook,
  Incremental,
  LiftInputs,
  LiftResult,
  LiftRun,
  Words,
} from './result.js';
export { keepResult, readResults } from './store.js';
export type { AssociationView, LotteryView, MarketView, PlaceboRankView, SeriesPanel, StepView } from './views.js';
