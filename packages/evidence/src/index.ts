export { figureText, intervalText, money, percent } from './figures.js';
export { runLift, runPortfolio } from './lift-run.js';
export { type Pooled, poolResults } from './pooled.js';
export type { ArmFigures, Comparison, Effect, Figure, Incremental, LiftInputs, LiftResult, LiftRun, Words } from './result.js';
export { keepResult, readResults } from './store.js';
