export { type Bounds, boundsFor } from './bounds.js';
export { Progress } from './progress.js';
export { type Finding, type ProofRequest, prove, TRIALS } from './proof.js';
export type { Claim, Part, Trial } from './trial.js';
