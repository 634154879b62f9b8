import { channelAt, convertMinor, type FitLevel, journey, type MarkovOrder } from '@touchline/attribution';
import { newEventId } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { orderBounds, portionsOf } from '../affected.js';
import { instant } from '../batches.js';
import type { Bucket } from '../bulk/buckets.js';
import { bucketParameters, creditBuckets } from '../bulk/bulk.js';
import { type BulkRun, type Layout, layOut, layOutOwners, layOutTargets, oddPersons, spillBytes, type Targets, touchesMax } from '../bulk/layout.js';
import { ownerRows } from '../bulk/owner-rows.js';
import { withScratch } from '../bulk/scratch.js';
import { Crediting, MEMORY_BYTES } from '../crediting.js';
import { keepIntervals } from '../intervals.js';
import { type LastRun, readLastRun } from '../last-run.js';
import { Owners } from '../owners.js';
import { candidatesNear, streamPersons } from '../person-facts.js';
import { readPolicy } from '../policy.js';
import { type RunRequest, runAttribution } from '../run.js';
import { modelsText } from '../run-models.js';
import { RunWriter } from '../run-writer.js';
import { BULK } from '../sql.js';
import { together } from '../together.js';
import { exchangeOf } from '../wanted.js';
import { ChainBook, type Piece } from './chain-book.js';
import { readFitted, readLastFit } from './current.js';
import { type Fit, type FitOptions, fitted } from './effects.js';

export interface FitRequest extends RunRequest {
  /** What channels are told apart by; default: as in the last fit, and creator in the first. */
  readonly level?: FitLevel | undefined;
  /** Of the Markov chain; default: as in the last fit, and 1 in the first. Shapley values are always those of order 1. */
  readonly order?: MarkovOrder | undefined;
  /** Of Shapley values that are drawn; default: 0. */
  readonly seed?: number | undefined;
}

export interface FitReport {
  readonly workspace_id: string;
  /** null: there is nothing to fit to. */
  readonly run_id: string | null;
  readonly level: FitLevel;
  readonly order: MarkovOrder;
  readonly conversions: number;
  readonly nulls: number;
  readonly p_conversion: number;
  readonly channels: number;
  readonly lines_written: number;
  readonly duration_ms: number;
}

/**
 * Fits Markov and Shapley to all journeys of a workspace, of those who ordered and of those who did not, and credits every order anew
 * under both; what comes later is credited by this fit until the next. Credits what is new by the rules first. One run of a workspace at a time.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE, TL_RUN_OVERTAKEN
 */
export async function fitModels(request: FitRequest): Promise<FitReport> {
  const began_ms = performance.now();
  await runAttribution(request);
  const { warehouse, workspace_id } = request;
  const { level: knownLevel, order: knownOrder } = (await readLastFit(warehouse, workspace_id)) ?? { level: 'creator', order: 1 };
  const { level = knownLevel, order = knownOrder } = request;
  const told = { workspace_id, level, order };
  const nothing = { ...told, run_id: null, conversions: 0, nulls: 0, p_conversion: 0, channels: 0, lines_written: 0 };
  const last = await readLastRun(warehouse, workspace_id);
  const bounds = await orderBounds(warehouse, workspace_id);
  if (last === undefined || bounds === undefined) return { ...nothing, duration_ms: performance.now() - began_ms };
  const policy = await readPolicy(warehouse, workspace_id);
  const identity = { workspace_id, run_id: newEventId(), knowledge_ms: Math.max(request.now.getTime(), last.knowledge_ms) + 1 };
  const fresh = (await readFitted(warehouse, workspace_id)).length === 0;
  const owners = await Owners.read(warehouse, workspace_id);
  const memory_bytes = request.memory_bytes ?? MEMORY_BYTES;
  const models = { rules: false, fitted: [] };
  const run = new FitRun(
    { level, order, seed: request.seed ?? 0 },
    { ...identity, warehouse, policy, models, owners, affected: undefined, memory_bytes, fresh },
  );
  const report = await run.go();
  if ((await readLastRun(warehouse, workspace_id))?.run_id !== last.run_id) throw new TouchlineError('TL_RUN_OVERTAKEN');
  await run.commit(last);
  await keepIntervals(warehouse, identity, Math.ceil(memory_bytes / 2));
  return { ...told, ...report, duration_ms: performance.now() - began_ms };
}

class FitRun {
  readonly #options: FitOptions;
  #bulk: BulkRun;
  readonly #writer: RunWriter;
  #fits: readonly Fit[] = [];
  #conversions = 0;

  constructor(options: FitOptions, bulk: BulkRun) {
    this.#options = options;
    // Of models that are not fitted yet only the level is known.
    this.#bulk = { ...bulk, models: { rules: false, fitted: [{ name: 'markov', model_version: 0, level: options.level, effects: new Map() }] } };
    this.#writer = new RunWriter(bulk.warehouse, bulk);
  }

  async go(): Promise<Omit<FitReport, 'workspace_id' | 'level' | 'order' | 'duration_ms'>> {
    const { worked, removed } = await withScratch(this.#bulk, async () => {
      const [layout] = await together(layOut(this.#bulk), layOutOwners(this.#bulk));
      const targets = await layOutTargets(this.#bulk);
      const { buckets } = layout;
      const rows = ownerRows(this.#bulk.owners, this.#bulk.run_id, this.#bulk.models.fitted);
      const names = namesOf(rows.map((row) => [row.fit_channel, channelAt(row, this.#options.level)]));
      const shapley = await this.#chain(1, buckets, names);
      const { order } = this.#options;
      const markov = order === 1 ? shapley : await this.#chain(order, buckets, names);
      const fits = fitted(names, { markov, shapley }, this.#options);
      this.#fits = fits;
      await this.#credit(fits, layout, targets);
      await this.#keep(fits, shapley.totals);
      const { conversions, nulls } = shapley.totals;
      this.#conversions = conversions;
      const [first] = fits;
      return {
        run_id: this.#bulk.run_id,
        conversions,
        nulls,
        p_conversion: first?.p_conversion ?? 0,
        channels: first?.channels.length ?? 0,
        lines_written: this.#writer.linesWritten,
      };
    });
    await removed;
    return worked;
  }

  /** The row that makes the fit and its lines count; what the rules know of the facts stays as it was. */
  async commit({ watermark, policy }: LastRun): Promise<void> {
    const { run_id, policy: by } = this.#bulk;
    const inForce = this.#fits.map(({ model, chain_order, samples }) => ({ ...model, chain_order, samples, seed: this.#options.seed, fit_run_id: run_id }));
    const models = modelsText({ rules: false, fitted: inForce }, by.half_life_ms);
    await this.#writer.commit({ watermark, policy, models, conversions: this.#conversions });
  }

  async #chain(chain_order: MarkovOrder, buckets: readonly Bucket[], names: readonly string[]): Promise<ChainBook> {
    const { warehouse, workspace_id, run_id, policy } = this.#bulk;
    for (const bucket of buckets) await warehouse.command(BULK.chain, { ...bucketParameters(this.#bulk, bucket), chain_order });
    const [people] = await warehouse.query<{ clicks: number | string }>(BULK.people, { workspace_id });
    const shares = Math.max(1, Math.ceil(Number(people?.clicks ?? 0) / touchesMax(this.#bulk)));
    const parameters = { workspace_id, run_id, ...policy, chain_order, buckets: shares, spill_bytes: spillBytes(this.#bulk) };
    for (let bucket = 0; bucket < shares; bucket += 1) await warehouse.command(BULK.null_chain, { ...parameters, bucket });
    const book = new ChainBook(chain_order);
    for await (const rows of warehouse.stream<CountRow>(BULK.chain_counts, { run_id, chain_order })) for (const row of rows) book.add(pieceOf(row));
    await this.#addOdd(book, names);
    return book;
  }

  /** Those who are credited one by one also count one by one. */
  async #addOdd(book: ChainBook, names: readonly string[]): Promise<void> {
    const { warehouse, workspace_id, policy, owners } = this.#bulk;
    const numbers = new Map(names.map((name, place) => [name, place + 1]));
    for await (const { persons, first_ms, last_ms } of portionsOf(warehouse, workspace_id, await oddPersons(this.#bulk))) {
      const query = { workspace_id, persons, from_ms: first_ms - policy.click_window_ms, to_ms: last_ms };
      for await (const facts of streamPersons(warehouse, owners, query)) {
        for (const order of facts.orders) {
          const { touches } = journey(order, candidatesNear(facts, order, policy.click_window_ms), policy);
          const channels = touches.map((touch) => numbers.get(channelAt(touch, this.#options.level)) ?? 0);
          const steps = channels.filter((channel, place) => channel !== channels[place + 1]);
          const exchange = exchangeOf({ ...order, moved_minor: 0 }, policy.currency);
          book.addConversion(steps, Math.max(0, convertMinor(order.amount_minor, exchange)));
        }
      }
    }
  }

  async #credit(fits: readonly Fit[], layout: Layout, targets: Targets): Promise<void> {
    this.#bulk = { ...this.#bulk, models: { rules: false, fitted: fits.map(({ model }) => model) } };
    await layOutOwners(this.#bulk);
    const { odd_persons, lines_written } = await creditBuckets(this.#bulk, layout, Promise.resolve(targets));
    this.#writer.wrote(lines_written);
    await new Crediting({ ...this.#bulk, writer: this.#writer }).oneByOne(odd_persons);
  }

  async #keep(fits: readonly Fit[], totals: ChainBook['totals']): Promise<void> {
    const { warehouse, workspace_id, run_id, knowledge_ms } = this.#bulk;
    const told = { workspace_id, run_id, knowledge_time: instant(knowledge_ms) };
    for (const { model, channels, ...fit } of fits) {
      const { name, model_version, level } = model;
      const rows = channels.map((channel) => ({ ...told, model: name, ...channel }));
      await warehouse.insertRows('fit_channels', rows, { token: `${run_id}/${name}` });
      const { conversions, nulls, value } = totals;
      await warehouse.insertRows('model_fits', [{ ...told, model: name, model_version, level, ...fit, conversions, nulls, value_minor: value }]);
    }
  }
}

interface CountRow {
  readonly piece: Piece['kind'];
  readonly steps: readonly number[];
  readonly converted: number | string;
  readonly worth: number | string;
  readonly ended: number | string;
}

function pieceOf({ piece, steps, converted, worth, ended }: CountRow): Piece {
  return { kind: piece, steps, conversions: Number(converted), value: Number(worth), nulls: Number(ended) };
}

/** Names by their numbers from 1. */
function namesOf(numbered: readonly (readonly [number: number, name: string])[]): string[] {
  const names: string[] = [];
  for (const [number, name] of numbered) names[number - 1] = name;
  return names;
}
