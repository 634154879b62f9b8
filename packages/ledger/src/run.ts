import { ledgerDifference } from '@touchline/attribution';
import { newEventId } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { type Affected, affectedPersons, type Portion, portionsOf } from './affected.js';
import { creditInBulk } from './bulk/bulk.js';
import { readStanding } from './history.js';
import { type LastRun, readLastRun } from './last-run.js';
import { joinAll, joinNew, type MemberChanges, unfinishedMembers } from './members.js';
import { type News, readNews } from './news.js';
import { Owners } from './owners.js';
import { Pause } from './pause.js';
import { candidatesNear, streamPersons } from './person-facts.js';
import { modelsText, type Policy, policyText, readPolicy } from './policy.js';
import { RunWriter } from './run-writer.js';
import { type CreditedOrder, creditOrder } from './wanted.js';
import { readWatermark, sameWatermark, type Watermark } from './watermark.js';

export interface RunRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  /** When the run is done, as far as the ledger is concerned. */
  readonly now: Date;
  /** About how much memory the warehouse may take for crediting everybody at once; default: MEMORY_BYTES. */
  readonly memory_bytes?: number;
  /** From how many orders on all of them are credited inside the warehouse; default: BULK_ORDERS_LEAST. */
  readonly bulk_orders_least?: number;
}

export interface RunReport {
  readonly workspace_id: string;
  /** null: nothing was new, nothing was written. */
  readonly run_id: string | null;
  /** Orders that were looked at. */
  readonly conversions: number;
  readonly lines_written: number;
  readonly nothing_new: boolean;
  readonly duration_ms: number;
}

const MEMORY_BYTES = 2_147_483_648;
/** Fewer orders are credited sooner one by one. */
const BULK_ORDERS_LEAST = 1_000;
/** Conversions whose standing lines are looked up at once. */
const LOOKUP_CONVERSIONS = 500;

/**
 * Credits what is new in a workspace: joins persons, looks at the orders of everybody the news touches, and appends what differs
 * from the ledger as it stands. The row in `attribution_runs` comes last and makes the rest count: a run that ends before it
 * leaves no trace in the ledger, and the next one does its work (I2). One run of a workspace at a time.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE, or TL_RUN_OVERTAKEN when another run finished meanwhile
 */
export async function runAttribution(request: RunRequest): Promise<RunReport> {
  const began_ms = performance.now();
  const { warehouse, workspace_id } = request;
  const policy = await readPolicy(warehouse, workspace_id);
  const last = await readLastRun(warehouse, workspace_id);
  const watermark = await readWatermark(warehouse, last?.watermark ?? {});
  const changed = last !== undefined && last.policy !== policyText(policy);
  const moved_on = last === undefined || !sameWatermark(watermark, last.watermark);
  const news = moved_on ? await readNews(warehouse, workspace_id, last?.watermark) : undefined;
  if (!changed && news?.any !== true) {
    return { workspace_id, run_id: null, conversions: 0, lines_written: 0, nothing_new: true, duration_ms: performance.now() - began_ms };
  }
  const run = new Run(request, { policy, last, watermark, news: changed ? undefined : news });
  const { run_id, conversions, lines_written } = await run.go();
  return { workspace_id, run_id, conversions, lines_written, nothing_new: false, duration_ms: performance.now() - began_ms };
}

interface Known {
  readonly policy: Policy;
  readonly last: LastRun | undefined;
  readonly watermark: Watermark;
  /** undefined: everything is compared. */
  readonly news: News | undefined;
}

class Run {
  readonly #request: RunRequest;
  readonly #known: Known;

  constructor(request: RunRequest, known: Known) {
    this.#request = request;
    this.#known = known;
  }

  async go(): Promise<{ run_id: string; conversions: number; lines_written: number }> {
    const { warehouse, workspace_id, now } = this.#request;
    const { policy, last, watermark } = this.#known;
    const unfinished_ms = await unfinishedMembers(this.#request);
    const run_id = newEventId();
    // What is known later has a later instant, also when the clock was set back.
    const knowledge_ms = Math.max(now.getTime(), (last?.knowledge_ms ?? 0) + 1, (unfinished_ms ?? 0) + 1);
    const writer = new RunWriter(warehouse, { workspace_id, run_id, knowledge_ms });
    // After a run that never finished nobody knows whom it moved from where.
    const everything = last === undefined || unfinished_ms !== undefined;
    const members = await this.#members(everything);
    await writer.members(members.rows);
    const conversions = await this.#credit(await this.#affected(everything, members), writer);
    const newest = await readLastRun(warehouse, workspace_id);
    if (newest?.run_id !== last?.run_id) throw new TouchlineError('TL_RUN_OVERTAKEN');
    await writer.commit({ watermark, policy: policyText(policy), models: modelsText(policy), conversions });
    return { run_id, conversions, lines_written: writer.linesWritten };
  }

  #members(everything: boolean): Promise<MemberChanges> {
    const { last, news } = this.#known;
    if (everything || news === undefined || news.late_clicks || last === undefined) return joinAll(this.#request);
    if (!news.joined) return Promise.resolve({ rows: [], persons: new Set() });
    return joinNew(this.#request, last.watermark);
  }

  async #affected(everything: boolean, members: MemberChanges): Promise<Affected> {
    const { last, news } = this.#known;
    if (everything || news === undefined || last === undefined) return undefined;
    const { warehouse, workspace_id } = this.#request;
    return affectedPersons(warehouse, workspace_id, { news, since: last.watermark, moved: members.persons });
  }

  /** Looks at every order of the affected persons; returns how many that were. */
  async #credit(affected: Affected, writer: RunWriter): Promise<number> {
    const { warehouse, workspace_id, bulk_orders_least = BULK_ORDERS_LEAST } = this.#request;
    let owners: Owners | undefined;
    let conversions = 0;
    for await (const portion of portionsOf(warehouse, workspace_id, affected)) {
      owners ??= await Owners.read(warehouse, workspace_id);
      if (portion.persons === undefined && portion.orders >= bulk_orders_least) conversions += await this.#creditInBulk(portion, owners, writer);
      else conversions += await this.#creditPortion(portion, owners, writer);
    }
    return conversions;
  }

  async #creditInBulk({ first_ms, last_ms, orders }: Portion, owners: Owners, writer: RunWriter): Promise<number> {
    const { warehouse, workspace_id, memory_bytes = MEMORY_BYTES } = this.#request;
    const { policy, last } = this.#known;
    const told = { warehouse, policy, owners, first_ms, last_ms, memory_bytes, fresh: last === undefined };
    const { odd_persons, lines_written } = await creditInBulk({ ...writer.run, ...told });
    writer.wrote(lines_written);
    for await (const portion of portionsOf(warehouse, workspace_id, odd_persons)) await this.#creditPortion(portion, owners, writer);
    return orders;
  }

  /** One order after the other. */
  async #creditPortion({ persons, first_ms, last_ms }: Portion, owners: Owners, writer: RunWriter): Promise<number> {
    const { warehouse, workspace_id } = this.#request;
    const { policy } = this.#known;
    const pause = new Pause();
    let conversions = 0;
    let batch: CreditedOrder[] = [];
    const query = { workspace_id, persons, from_ms: first_ms - policy.click_window_ms, to_ms: last_ms };
    for await (const facts of streamPersons(warehouse, owners, query)) {
      for (const order of facts.orders) {
        batch.push(creditOrder(order, candidatesNear(facts, order, policy.click_window_ms), policy));
        conversions += 1;
        await pause.ifDue();
        if (batch.length < LOOKUP_CONVERSIONS) continue;
        await this.#append(batch, writer);
        batch = [];
      }
    }
    await this.#append(batch, writer);
    return conversions;
  }

  async #append(batch: readonly CreditedOrder[], writer: RunWriter): Promise<void> {
    if (batch.length === 0) return;
    const { warehouse, workspace_id } = this.#request;
    const ids = batch.map(({ order }) => order.conversion_id);
    const standing = this.#known.last === undefined ? new Map() : await readStanding(warehouse, workspace_id, { conversions: ids });
    for (const { order, wanted } of batch) await writer.lines(ledgerDifference(standing.get(order.conversion_id) ?? new Map(), wanted));
  }
}
