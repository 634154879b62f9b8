export { checkDestination, type DestinationRules, destinationRules } from './destination.js';
export { type DirectoryOptions, openDirectory } from './directory.js';
export { newEntityId, READABLE } from './entity-ids.js';
export { armOfUnit } from './experiments/arm.js';
export { DESIGNS, type DesignRules, type ExperimentGrade } from './experiments/designs.js';
export { prepareExperiment } from './experiments/prepare.js';
export { type ExperimentStep, experimentAfter } from './experiments/steps.js';
export type { WritingContext } from './experiments/writing-context.js';
export type { Directory, ListOptions, NewKey, Page, Principal, Stored } from './types.js';
