import type { Chain } from '@touchline/attribution';
import type { Owners } from '../owners.js';

/** A row of table `run_owners`. */
export interface OwnerRow extends Chain {
  readonly run_id: string;
  readonly kind: 'link' | 'code';
  readonly name: string;
  readonly owner: number;
  readonly channel: number;
  readonly creator: number;
  readonly from_ms: number;
  readonly until_ms: number;
}

/** The last instant a Date holds: for ever. */
const FOR_EVER_MS = 8_640_000_000_000_000;

/**
 * The directory as SQL takes it, everything numbered from 1: small numbers instead of names are what a journey holds there. Codes come by name, because
 * of the codes of one order the one whose name comes first is the earlier touch.
 */
export function ownerRows(owners: Owners, run_id: string): OwnerRow[] {
  const creators = new Map<string, number>();
  const numberOf = (creator_id: string) => {
    const known = creators.get(creator_id) ?? creators.size + 1;
    creators.set(creator_id, known);
    return known;
  };
  const rows: OwnerRow[] = [];
  for (const [name, chain] of owners.links) {
    const number = rows.length + 1;
    const numbers = { owner: number, channel: number, creator: numberOf(chain.creator_id) };
    rows.push({ run_id, kind: 'link', name, ...numbers, from_ms: 0, until_ms: FOR_EVER_MS, ...onlyChain(chain), link_id: name });
  }
  for (const name of [...owners.codes.keys()].sort()) {
    const channel = rows.length + 1;
    for (const { chain, from_ms, until_ms } of owners.codes.get(name) ?? []) {
      const numbers = { owner: rows.length + 1, channel, creator: numberOf(chain.creator_id) };
      rows.push({ run_id, kind: 'code', name, ...numbers, from_ms, until_ms: Math.min(until_ms, FOR_EVER_MS), ...onlyChain(chain) });
    }
  }
  return rows;
}

/** Rows of the view of links have more than a chain. */
function onlyChain({ creator_id, campaign_id, post_id, link_id, platform }: Chain): Chain {
  return { creator_id, campaign_id, post_id, link_id, platform };
}
