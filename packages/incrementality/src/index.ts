export type { Analysis, Guard, Interval } from './analysis.js';
export type { Prepared } from './design.js';
export { calibrate } from './designs/calibration.js';
export { eValue } from './designs/e-value.js';
export { type SampleRatio, sampleRatio } from './designs/srm.js';
export { aloneOnScope, armsApart, exposureFirst, fullWeeks, minimumConversions, minimumUnits, prePeriodAlike, splitAsConfigured } from './guards.js';
export { InputError } from './input-error.js';
export { prepareAnalysis, preparePlan } from './registry.js';
export type { Table, TableRequest } from './table.js';
