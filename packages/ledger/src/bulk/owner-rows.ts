import { type Chain, channelAt, type FittedLedgerModel } from '@touchline/attribution';
import type { Owners } from '../owners.js';

/** A row of table `run_owners`. */
export interface OwnerRow extends Chain {
  readonly run_id: string;
  readonly kind: 'link' | 'code';
  readonly name: string;
  readonly owner: number;
  readonly channel: number;
  readonly creator: number;
  readonly fit_channel: number;
  readonly markov_units: number;
  readonly shapley_units: number;
  readonly from_ms: number;
  readonly until_ms: number;
}

/** The last instant a Date holds: for ever. */
const FOR_EVER_MS = 8_640_000_000_000_000;

/** Numbers names from 1 as they come. */
class Numbers {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.names.push(name);
    this.#numbers.set(name, this.names.length);
    return this.names.length;
  }
}

/**
 * The directory as SQL takes it, everything numbered from 1: small numbers instead of names are what a journey holds there. Codes come by name, because
 * of the codes of one order the one whose name comes first is the earlier touch.
 * @param fitted models that are fitted at one level
 */
export function ownerRows(owners: Owners, run_id: string, fitted: readonly FittedLedgerModel[]): OwnerRow[] {
  const [creators, channels] = [new Numbers(), new Numbers()];
  const level = fitted[0]?.level ?? 'creator';
  const unitsOf = (name: 'markov' | 'shapley', channel: string) => fitted.find((model) => model.name === name)?.effects.get(channel) ?? 0;
  const rows: OwnerRow[] = [];
  const add = (kind: OwnerRow['kind'], held: { name: string; chain: Chain; from_ms: number; until_ms: number; channel: number }) => {
    const channel = channelAt(held.chain, level);
    rows.push({
      run_id,
      kind,
      ...held.chain,
      name: held.name,
      owner: rows.length + 1,
      channel: held.channel,
      creator: creators.of(held.chain.creator_id),
      fit_channel: channels.of(channel),
      markov_units: unitsOf('markov', channel),
      shapley_units: unitsOf('shapley', channel),
      from_ms: held.from_ms,
      until_ms: Math.min(held.until_ms, FOR_EVER_MS),
    });
  };
  for (const [name, chain] of owners.links) {
    add('link', { name, chain: { ...onlyChain(chain), link_id: name }, from_ms: 0, until_ms: FOR_EVER_MS, channel: rows.length + 1 });
  }
  for (const name of [...owners.codes.keys()].sort()) {
    const channel = rows.length + 1;
    for (const { chain, from_ms, until_ms } of owners.codes.get(name) ?? []) add('code', { name, chain: onlyChain(chain), from_ms, until_ms, channel });
  }
  return rows;
}

/** Rows of the view of links have more than a chain. */
function onlyChain({ creator_id, campaign_id, post_id, link_id, platform }: Chain): Chain {
  return { creator_id, campaign_id, post_id, link_id, platform };
}
