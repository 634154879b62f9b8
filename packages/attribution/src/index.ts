export { type BootstrapOptions, bootstrap, type Uncertainty } from './bootstrap/bootstrap.js';
export { BASELINE, type CalibratedCredit, calibrateCredit, calibrateLines } from './calibration/credit.js';
export { type AgedFactor, agedFactor, type CalibrationFactor, calibrationFactor, LAPSE_DAYS, type LiftEvidence, type NoFactor } from './calibration/factor.js';
export { type Retest, type RetestReason, retests, type Testable } from './calibration/retest.js';
export { type Conversion, type CreditOptions, creditLines } from './credit.js';
export { ledgerDifference, type Refund, type Wanted } from './difference.js';
export { type Cohort, type CustomerOrder, cohorts } from './figures/cohorts.js';
export { type CreditUnder, type ModelDisagreement, modelDisagreement } from './figures/disagreement.js';
export { COST_KINDS, type Cost, type CostKind, costWithin, type DaySpan, investment } from './figures/investment.js';
export { type MarginalReturn, type MarginalUnknown, marginalReturn, STRETCHES_LEAST, type Stretch } from './figures/marginal.js';
export { earnedMediaValue, marketingEfficiency, type Outcome, type Rates, rates, sumOutcomes } from './figures/ratios.js';
export {
  type Journey,
  type JourneyConversion,
  type JourneyPolicy,
  journey,
  type PathTransform,
  REASONS,
  type Reason,
  type Verdict,
} from './journey.js';
export { channelAt, effectUnits, PART_UNITS } from './ledger-parts.js';
export { type LedgerLine, ledgerDigestLine, lineKey, UNATTRIBUTED, WEIGHT_UNITS, weightUnits } from './lines.js';
export { ownWeights, type RowWeights } from './markov/counts.js';
export { type ChannelEffects, MarkovChain, type MarkovOrder, type Transition } from './markov/fit.js';
export { type Outcomes, PathBook, type PathRow, type Paths } from './markov/paths.js';
export {
  FITTED_MODELS,
  type FitLevel,
  type FittedLedgerModel,
  type LedgerModel,
  MODELS,
  type Model,
  type ModelName,
  type RuleLedgerModel,
  weights,
} from './models.js';
export { convertMinor, type Exchange, splitMoney } from './money.js';
export { attributePaths, type ChannelCredit, type PathAttribution, type PathModel } from './path-attribution.js';
export { type Edge, PERSON_IDENTIFIERS_MAX, type Person, PersonBook, persons } from './persons.js';
export { refundDeltas, reversedSoFar, type StoredSplit } from './refunds.js';
export type { EndWeights, ModelTouch } from './rule-models.js';
export { RemovalGame, type RemovalGameShares } from './shapley/removal-game.js';
export { type Coalition, type ShapleyValues, shapleyOfNamed, shapleyValues } from './shapley/values.js';
export { type HistoryLine, type Standing, type StandingLine, standingOf } from './standing.js';
export type { Candidate, Chain, Touch } from './touch.js';
export { keptPlaces, type Transform } from './transform.js';
export { type Weigh, weighByEffects, weighByModel, weighWithout } from './weigh.js';
