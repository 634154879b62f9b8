import type { Chain } from '@touchline/attribution';
import { normalCode } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';
import { together } from './together.js';

const NOBODY: Chain = { creator_id: '', campaign_id: '', post_id: '', link_id: '', platform: '' };

/** Between which instants a code was whose. */
export interface Tenure {
  chain: Chain;
  readonly from_ms: number;
  /** When it was archived or became another code; infinity while it is neither. */
  until_ms: number;
}

/** One change of one code. */
interface CodeRow {
  readonly id: string;
  readonly archived: boolean | number;
  /** Empty where it was archived, as is what follows. */
  readonly code: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly at_ms: number | string;
}

/** Whose clicks and codes count for: the directory of one workspace as the warehouse has it. */
export class Owners {
  readonly #links: ReadonlyMap<string, Chain>;
  /** By name, in the order of the log. */
  readonly #codes: ReadonlyMap<string, readonly Tenure[]>;

  private constructor(links: ReadonlyMap<string, Chain>, codes: ReadonlyMap<string, readonly Tenure[]>) {
    this.#links = links;
    this.#codes = codes;
  }

  static async read(warehouse: Warehouse, workspace_id: string): Promise<Owners> {
    const [links, changes] = await together(readLinks(warehouse, workspace_id), warehouse.query<CodeRow>(SQL.codes, { workspace_id }));
    return new Owners(links, tenuresOf(changes));
  }

  /** Empty for a link that is not known (yet). */
  ofLink(link_id: string): Chain {
    return this.#links.get(link_id) ?? NOBODY;
  }

  /** Every link, by name. */
  get links(): ReadonlyMap<string, Chain> {
    return this.#links;
  }

  /** Every code in its normal spelling, with who held it from when to when, in the order of the log. */
  get codes(): ReadonlyMap<string, readonly Tenure[]> {
    return this.#codes;
  }

  /**
   * Who a code belonged to when it was redeemed: who held it then; else, since people redeem codes after they were
   * archived, who held it last before; else, for redemptions older than the directory, who held it first.
   */
  ofCode(code: string, at_ms: number): Chain {
    const tenures = this.#codes.get(normalCode(code)) ?? [];
    const began = tenures.filter(({ from_ms }) => from_ms <= at_ms);
    const holder = began.find(({ until_ms }) => at_ms < until_ms) ?? began.at(-1) ?? tenures[0];
    return holder?.chain ?? NOBODY;
  }
}

async function readLinks(warehouse: Warehouse, workspace_id: string): Promise<Map<string, Chain>> {
  const links = new Map<string, Chain>();
  for await (const rows of warehouse.stream<Chain>(SQL.links, { workspace_id })) for (const row of rows) links.set(row.link_id, row);
  return links;
}

/**
 * Folds changes, in the order of the log, into tenures by code. A code that is given to another creator is that creator's from the
 * beginning, as a link is; one that is renamed keeps what was redeemed under its old name.
 */
function tenuresOf(changes: readonly CodeRow[]): Map<string, Tenure[]> {
  const codes = new Map<string, Tenure[]>();
  const standing = new Map<string, { readonly name: string; readonly tenure: Tenure }>();
  for (const { id, archived, code, creator_id, campaign_id, post_id, at_ms } of changes) {
    const before = standing.get(id);
    const name = normalCode(code);
    const stays = before !== undefined && before.name === name;
    if (before !== undefined) before.tenure.until_ms = stays ? Number.POSITIVE_INFINITY : Math.min(before.tenure.until_ms, Number(at_ms));
    if (archived) continue;
    const chain = { ...NOBODY, creator_id, campaign_id, post_id };
    if (stays) {
      before.tenure.chain = chain;
      continue;
    }
    const tenure = { chain, from_ms: Number(at_ms), until_ms: Number.POSITIVE_INFINITY };
    standing.set(id, { name, tenure });
    codes.set(name, [...(codes.get(name) ?? []), tenure]);
  }
  return codes;
}
