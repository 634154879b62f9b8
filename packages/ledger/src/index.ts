export { checkLedger, type LedgerProblem, type LedgerReport } from './check.js';
export { type LedgerDigest, ledgerDigest } from './digest.js';
export { explainOrder, type OrderExplanation } from './explain.js';
export { type RunReport, type RunRequest, runAttribution } from './run.js';
