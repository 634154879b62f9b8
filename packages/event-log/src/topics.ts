/** How a topic is laid out; the one table both implementations follow. */
export interface TopicLayout {
  readonly partitions: number;
  /** Keep only the newest record of each key. */
  readonly compacted: boolean;
  /** undefined: for ever. */
  readonly retention_ms: number | undefined;
  /** Kept through a journal where the log is on this machine: many small records that somebody waits for. */
  readonly journaled?: true;
}

const DAY_MS = 86_400_000;

export const TOPICS: Readonly<Record<string, TopicLayout>> = {
  // Not compacted: what archives an entity does not repeat it, and of two that want one slug the earlier record decides. Folded from
  // the newest record of each key alone, archived links would lose their slugs (I5).
  directory: { partitions: 1, compacted: false, retention_ms: undefined },
  clicks: { partitions: 4, compacted: false, retention_ms: undefined, journaled: true },
  conversions: { partitions: 4, compacted: false, retention_ms: undefined },
  identities: { partitions: 2, compacted: false, retention_ms: undefined },
  exposures: { partitions: 4, compacted: false, retention_ms: undefined },
  facts: { partitions: 1, compacted: false, retention_ms: undefined },
  rejects: { partitions: 1, compacted: false, retention_ms: 90 * DAY_MS },
};

/** Partition of a key: FNV-1a over UTF-16 units, modulo the number of partitions. */
export function partitionOf(topic: string, key: string): number {
  const layout = TOPICS[topic];
  if (layout === undefined) throw new Error(`unknown topic ${topic}`);
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % layout.partitions;
}
