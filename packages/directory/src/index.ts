export { type DirectoryOptions, openDirectory } from './directory.js';
export { armOfUnit } from './experiments/arm.js';
export { DESIGNS, type DesignRules, type ExperimentGrade } from './experiments/designs.js';
export type { Directory, ListOptions, NewKey, Page, Principal, Stored } from './types.js';
