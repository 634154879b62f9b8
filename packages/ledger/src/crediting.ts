import { ledgerDifference } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { type Affected, type Portion, portionsOf } from './affected.js';
import { creditInBulk } from './bulk/bulk.js';
import { readStanding } from './history.js';
import { OneBehind } from './one-behind.js';
import type { Owners } from './owners.js';
import { Pause } from './pause.js';
import { candidatesNear, streamPersons } from './person-facts.js';
import type { Policy } from './policy.js';
import { namesOf, type RunModels } from './run-models.js';
import type { RunWriter } from './run-writer.js';
import { type CreditedOrder, creditOrder } from './wanted.js';

export interface CreditingOptions {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  /** About how much memory the warehouse may take for crediting many orders at once; default: MEMORY_BYTES. */
  readonly memory_bytes?: number;
  /** From how many on all are credited at once inside the warehouse: orders of everybody, or some persons; default: BULK_LEAST. */
  readonly bulk_least?: number;
}

interface Credits extends CreditingOptions {
  readonly policy: Policy;
  readonly models: RunModels;
  readonly writer: RunWriter;
  readonly owners: Owners;
  /** Nothing stands in the ledger under these models. */
  readonly fresh: boolean;
}

export const MEMORY_BYTES = 2_147_483_648;
/** Fewer are credited sooner one by one. */
const BULK_LEAST = 200;
/** Conversions whose standing lines are looked up at once. */
const LOOKUP_CONVERSIONS = 250;

/** Appends, order by order or all at once, what the ledger should hold and does not. */
export class Crediting {
  readonly #credits: Credits;
  #removed: Promise<unknown> = Promise.resolve();

  constructor(credits: Credits) {
    this.#credits = credits;
  }

  /** What was laid out for it is gone. */
  get removed(): Promise<unknown> {
    return this.#removed;
  }

  /** Looks at every order of the affected persons; returns how many that were. */
  async persons(affected: Affected): Promise<number> {
    const { warehouse, workspace_id, bulk_least = BULK_LEAST } = this.#credits;
    if (affected !== undefined && affected.length >= bulk_least) return this.#inBulk(affected);
    let conversions = 0;
    for await (const portion of portionsOf(warehouse, workspace_id, affected)) {
      if (portion.persons === undefined && portion.orders >= bulk_least) conversions += await this.#inBulk(undefined);
      else conversions += await this.#portion(portion);
    }
    return conversions;
  }

  async #inBulk(affected: Affected): Promise<number> {
    const { writer, memory_bytes = MEMORY_BYTES } = this.#credits;
    const { orders, odd_persons, lines_written, removed } = await creditInBulk({ ...this.#credits, ...writer.run, affected, memory_bytes });
    this.#removed = removed;
    writer.wrote(lines_written);
    await this.oneByOne(odd_persons);
    return orders;
  }

  async oneByOne(persons: readonly string[]): Promise<void> {
    const { warehouse, workspace_id } = this.#credits;
    for await (const portion of portionsOf(warehouse, workspace_id, persons)) await this.#portion(portion);
  }

  /** One order after the other. */
  async #portion({ persons, first_ms, last_ms }: Portion): Promise<number> {
    const { warehouse, workspace_id, policy, owners } = this.#credits;
    const pause = new Pause();
    const appends = new OneBehind();
    let conversions = 0;
    let batch: CreditedOrder[] = [];
    const query = { workspace_id, persons, from_ms: first_ms - policy.click_window_ms, to_ms: last_ms };
    for await (const facts of streamPersons(warehouse, owners, query)) {
      for (const order of facts.orders) {
        batch.push(creditOrder(order, candidatesNear(facts, order, policy.click_window_ms), this.#credits));
        conversions += 1;
        await pause.ifDue();
        if (batch.length < LOOKUP_CONVERSIONS) continue;
        const full = batch;
        await appends.begin(() => this.#append(full));
        batch = [];
      }
    }
    await appends.begin(() => this.#append(batch));
    await appends.done();
    return conversions;
  }

  async #append(batch: readonly CreditedOrder[]): Promise<void> {
    if (batch.length === 0) return;
    const { warehouse, workspace_id, models, fresh, writer } = this.#credits;
    const conversions = batch.map(({ order }) => order.conversion_id);
    const standing = fresh ? new Map() : await readStanding(warehouse, workspace_id, { conversions, models: namesOf(models) });
    for (const { order, wanted } of batch) await writer.lines(ledgerDifference(standing.get(order.conversion_id) ?? new Map(), wanted));
  }
}
