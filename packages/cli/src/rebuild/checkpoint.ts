/** Points between two steps of a rebuild, where a test may end the process. */
export type Checkpoint = 'refilling' | 'refilled' | 'held' | 'credited' | 'planned' | `exchanged ${string}` | 'dropped';
