export { type Asks, type CalibratedPart, type CalibrationScope, type CreatorCalibration, calibratedCredit, type StandingFactor } from './calibration/read.js';
export { type SuggestedTest, suggestionsOf, suggestTests } from './calibration/suggest.js';
export { figureText, intervalText, money, percent } from './figures.js';
export { runLift, runPortfolio } from './lift-run.js';
export { type Pooled, poolResults } from './pooled.js';
export type { ArmFigures, Comparison, Effect, Figure, Incremental, LiftInputs, LiftResult, LiftRun, Words } from './result.js';
export { keepResult, readResults } from './store.js';
