import type { Chain } from '@touchline/attribution';
import { normalCode } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';

const NOBODY: Chain = { creator_id: '', campaign_id: '', post_id: '', link_id: '', platform: '' };

interface Tenure {
  readonly chain: Chain;
  readonly from_ms: number;
  /** When the code was archived; infinity while it is not. */
  readonly until_ms: number;
}

interface CodeRow {
  readonly code: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly from_ms: number | string;
  readonly until_ms: number | string | null;
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
    const links = new Map<string, Chain>();
    for await (const rows of warehouse.stream<Chain>(SQL.links, { workspace_id })) {
      for (const row of rows) links.set(row.link_id, row);
    }
    const codes = new Map<string, Tenure[]>();
    for (const { code, creator_id, campaign_id, post_id, from_ms, until_ms } of await warehouse.query<CodeRow>(SQL.codes, { workspace_id })) {
      const chain = { ...NOBODY, creator_id, campaign_id, post_id };
      const tenure = { chain, from_ms: Number(from_ms), until_ms: until_ms === null ? Number.POSITIVE_INFINITY : Number(until_ms) };
      const name = normalCode(code);
      codes.set(name, [...(codes.get(name) ?? []), tenure]);
    }
    return new Owners(links, codes);
  }

  /** Empty for a link that is not known (yet). */
  ofLink(link_id: string): Chain {
    return this.#links.get(link_id) ?? NOBODY;
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
