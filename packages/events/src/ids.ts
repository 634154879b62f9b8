import { v5, v7 } from 'uuid';

/** Namespace of Touchline's deterministic ids; changing it would make every repeat a new event. */
const NAMESPACE = '5b0f9f4e-3a55-5d3c-9d0b-6c1f6f0d7a11';

/** A new id, ordered by time. */
export function newEventId(): string {
  return v7();
}

/**
 * The id of an event the outside has its own id for: the same natural key gives the same event for ever.
 * Parts are joined by a character that cannot stand in them unescaped.
 */
export function naturalEventId(parts: readonly string[]): string {
  return v5(JSON.stringify(parts), NAMESPACE);
}

/** How many slots persons are spread over. */
const SLOTS = 4_096;
const SLOT_KEYS = Array.from({ length: SLOTS }, (_, slot) => slot.toString(36));
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Partition key of a person's events: the same person always lands in the same slot, yet thousands of persons share
 * each, so that the key, which cannot be forgotten with the person, identifies nobody. FNV-1a over UTF-16 units.
 */
export function slotKey(workspaceId: string, identifier: string): string {
  // What parts them is the character 0, which changes no bit.
  const hash = hashed(Math.imul(hashed(FNV_OFFSET, workspaceId), FNV_PRIME), identifier);
  return SLOT_KEYS[(hash >>> 0) % SLOTS] ?? '';
}

function hashed(begin: number, text: string): number {
  let hash = begin;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash;
}
