/** What one source sent on one day, at every place it can be. */
export interface Tally {
  readonly topic: string;
  readonly workspace_id: string;
  readonly source: string;
  readonly day: string;
  accepted: number;
  stored: number;
  deduplicated: number;
  rejected: number;
  in_flight: number;
  /** accepted − stored − deduplicated − rejected − in_flight; anything but 0 is a loss or a double (I3). */
  gap: number;
}

/** Tallies by topic, workspace, source and day. */
export class Tallies {
  readonly #rows = new Map<string, Tally>();
  /** Asked for last: most records are of the same sender and day as the one before. */
  #last: Tally | undefined;

  of(topic: string, workspaceId: string, source: string, day: string): Tally {
    const last = this.#last;
    if (last?.day === day && last.source === source && last.workspace_id === workspaceId && last.topic === topic) return last;
    const key = JSON.stringify([topic, workspaceId, source, day]);
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = { topic, workspace_id: workspaceId, source, day, accepted: 0, stored: 0, deduplicated: 0, rejected: 0, in_flight: 0, gap: 0 };
      this.#rows.set(key, row);
    }
    this.#last = row;
    return row;
  }

  /** Sorted, with the gaps worked out. */
  close(): Tally[] {
    const rows = [...this.#rows.values()];
    for (const row of rows) row.gap = row.accepted - row.stored - row.deduplicated - row.rejected - row.in_flight;
    const order = (row: Tally) => JSON.stringify([row.topic, row.workspace_id, row.source, row.day]);
    return rows.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}
