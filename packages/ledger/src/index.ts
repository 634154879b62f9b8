export type { AsOf } from './as-of.js';
export { checkLedger, type LedgerProblem, type LedgerReport } from './check.js';
export { type CreditQuery, type CreditRow, LEVELS, type Level, readCredit } from './credit.js';
export { type LedgerDigest, ledgerDigest } from './digest.js';
export { explainOrder, explainOrderAsOf, type OrderExplanation } from './explain.js';
export { type LastFit, readLastFit } from './fits/current.js';
export { type FitReport, type FitRequest, fitModels } from './fits/fit.js';
export { type CreditInterval, type KnownIntervals, readIntervals, STRETCHES_DAYS, type StretchDays } from './intervals.js';
export { type RunReport, type RunRequest, runAttribution } from './run.js';
