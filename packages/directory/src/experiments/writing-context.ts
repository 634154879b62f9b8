import type { DestinationRules } from '../destination.js';
import type { Directory } from '../types.js';

/** Where and for whom something is written. */
export interface WritingContext {
  readonly directory: Directory;
  readonly workspace_id: string;
  readonly destinations: DestinationRules;
  /** When it is written; left out: now. */
  readonly now?: Date | undefined;
}
