/**
 * What travels beside a value and is not part of it, such as `traceparent`: at most 16, together at most 4 KiB, names lower-case
 * (letters, digits, `.`, `_`, `-`), values well-formed text; anything else is refused with TL_FIELD_VALUE. None and `{}` are
 * the same. Whoever reads the value alone misses nothing of the event.
 */
export type RecordHeaders = Readonly<Record<string, string>>;

export interface StoredRecord {
  readonly offset: number;
  readonly value: Uint8Array;
  /** Left out when it was appended without any. */
  readonly headers?: RecordHeaders;
  /** The key it was appended with, where the store keeps keys; an event's own `key` says the same. */
  readonly key?: string;
  /** The once_id it was appended with; told by `read`, not by `consume`. */
  readonly once_id?: string;
}
