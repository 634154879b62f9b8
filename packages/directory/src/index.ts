export { type DirectoryOptions, openDirectory } from './directory.js';
export type { Directory, ListOptions, NewKey, Page, Principal, Stored } from './types.js';
