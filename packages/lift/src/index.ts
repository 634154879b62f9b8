export { type ArmSumsReport, type ArmSumsRequest, armSums } from './arm-sums.js';
export type { ArmSums } from './sums.js';
