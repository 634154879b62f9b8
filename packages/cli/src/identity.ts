import { createHash } from 'node:crypto';
import { type EventHead, readEventHead } from '@touchline/events';
import { idOf } from './id-set.js';

type Id = readonly [number, number, number, number];

/** Workspaces whose digest is kept; beyond, it is worked out each time. */
const WORKSPACES_KEPT_MAX = 10_000;

/** What makes two records of a topic the same event: its id within its workspace; bytes that are no event are the same when equal. */
export class Identities {
  readonly #workspaces = new Map<string, Id>();

  of(value: Uint8Array): Id {
    const head = readEventHead(value);
    return head === undefined ? idOf(value) : this.ofHead(head);
  }

  ofHead(head: EventHead): Id {
    const [event, workspace] = [idOf(head.event_id), this.#workspace(head.workspace_id)];
    return [(event[0] ^ workspace[0]) >>> 0, (event[1] ^ workspace[1]) >>> 0, (event[2] ^ workspace[2]) >>> 0, (event[3] ^ workspace[3]) >>> 0];
  }

  #workspace(workspaceId: string): Id {
    const known = this.#workspaces.get(workspaceId);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(workspaceId).digest();
    const id: Id = [digest.readUInt32BE(0), digest.readUInt32BE(4), digest.readUInt32BE(8), digest.readUInt32BE(12)];
    if (this.#workspaces.size < WORKSPACES_KEPT_MAX) this.#workspaces.set(workspaceId, id);
    return id;
  }
}
