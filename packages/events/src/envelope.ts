import type { EventType, PayloadOf } from './catalogue.js';
import type { Person } from './person.js';

/** One fact. Instants are UTC with milliseconds, ISO 8601: `2026-11-21T09:30:00.123Z`. */
export interface Event<T extends EventType = EventType> {
  readonly type: T;
  readonly version: number;
  /** UUIDv7, or UUIDv5 over a natural key where the outside gave one. */
  readonly event_id: string;
  readonly workspace_id: string;
  readonly occurred_at: string;
  readonly received_at: string;
  /** Who reported it: tracker, api, cli, simulator … */
  readonly source: string;
  /** What the log is partitioned by; never identifies a person (see slotKey). */
  readonly key: string;
  readonly person: Person;
  readonly payload: PayloadOf<T>;
}

export type AnyEvent = { [T in EventType]: Event<T> }[EventType];
