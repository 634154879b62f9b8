export type { Analysis, Guard, Interval } from './analysis.js';
export type { Prepared } from './design.js';
export { type SampleRatio, sampleRatio } from './designs/srm.js';
export { InputError } from './input-error.js';
export { prepareAnalysis } from './registry.js';
export type { Table, TableRequest } from './table.js';
