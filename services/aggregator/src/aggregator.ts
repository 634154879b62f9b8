import { readFileSync } from 'node:fs';
import { type FitReport, type FitRequest, fitModels, layClicksByPerson, type RunReport, runAttribution } from '@touchline/ledger';
import { degraded, type Health, healthy, type Logger, sayError, TouchlineError, unhealthy } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import type { RunWatch } from './run-watch.js';

const WORKSPACES = readFileSync(new URL('../sql/workspaces.sql', import.meta.url), 'utf8');

/** Requests that may wait for the run under way; those for the same workspace wait together. */
const WAITING_REQUESTS_MAX = 64;
/** What is wrong until the first pass went well. */
const STARTING = 'starting';
/** Stands for every workspace. */
const EVERY = '';

/** By what the fitted models are fitted anew; what is not said stays as it was. */
export type FitWish = Pick<FitRequest, 'level' | 'order' | 'seed'>;

/** What one run did; with a fit where one was asked for. */
export interface TurnReport extends RunReport {
  readonly fit?: FitReport;
}

interface Asked {
  readonly workspace_id: string;
  readonly fit: FitWish | undefined;
}

export interface AggregatorOptions {
  readonly warehouse: Warehouse;
  readonly logger: Logger;
  readonly watch: RunWatch;
}

/** Credits what is new, one run at a time in this process; goes on after the store was away. */
export class Aggregator {
  readonly #warehouse: Warehouse;
  readonly #logger: Logger;
  readonly #watch: RunWatch;
  /** Ends when everything asked for so far is done. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Asked for and not begun, by workspace. */
  readonly #waiting = new Map<string, Promise<TurnReport[]>>();
  #busy = false;
  #stopping = false;
  #migrated = false;
  /** Why the last pass over all workspaces failed; empty when it went well. */
  #trouble = STARTING;
  /** The same of one workspace, by its id. */
  readonly #troubles = new Map<string, string>();

  constructor({ warehouse, logger, watch }: AggregatorOptions) {
    this.#warehouse = warehouse;
    this.#logger = logger;
    this.#watch = watch;
  }

  /** The scheduled pass over every workspace; does nothing while a run is under way. Never throws. */
  async tick(): Promise<void> {
    if (this.#busy || this.#waiting.size > 0 || this.#stopping) return;
    await this.request(undefined).catch(() => undefined);
  }

  /** The scheduled fit of every workspace, after the run under way. Never throws. */
  async fitTick(): Promise<void> {
    if (this.#stopping) return;
    await this.request(undefined, {}).catch(() => undefined);
  }

  /**
   * Runs one workspace, or all, after the run under way; requests that wait for the same share one run. With a fit, Markov and Shapley are
   * fitted to what is known then, every order is credited by them, and intervals are kept.
   * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_RATE_LIMITED, TL_STORE_UNAVAILABLE
   */
  request(workspace_id: string | undefined, fit?: FitWish): Promise<TurnReport[]> {
    const asked = { workspace_id: workspace_id ?? EVERY, fit };
    const key = JSON.stringify(asked);
    const shared = this.#waiting.get(key);
    if (shared !== undefined) return shared;
    if (this.#stopping) return Promise.reject(new TouchlineError('TL_STORE_UNAVAILABLE', 'The aggregator is stopping.'));
    if (this.#waiting.size >= WAITING_REQUESTS_MAX) return Promise.reject(new TouchlineError('TL_RATE_LIMITED', 'Too many runs are waiting.'));
    const turn = this.#tail.then(() => this.#turn(key, asked));
    this.#waiting.set(key, turn);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async health(): Promise<Health> {
    if (this.#trouble === STARTING) return unhealthy(STARTING);
    // Nothing is lost by it: what was not credited is credited later.
    if (this.#trouble !== '') return degraded(this.#trouble, { ready: false });
    if (!(await this.#warehouse.ping())) return degraded('the warehouse does not answer', { ready: false });
    return healthy();
  }

  /** Finishes the run under way; what waits is refused. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tail;
  }

  async #turn(key: string, { workspace_id, fit }: Asked): Promise<TurnReport[]> {
    this.#waiting.delete(key);
    this.#busy = true;
    try {
      if (this.#stopping) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'The aggregator is stopping.');
      await this.#migrate();
      const reports = workspace_id === EVERY ? await this.#everyWorkspace(fit) : [await this.#workspace(workspace_id, fit)];
      this.#trouble = '';
      return reports;
    } catch (error) {
      this.#note(error);
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  /** One workspace that fails does not keep the others from being credited. */
  async #everyWorkspace(fit: FitWish | undefined): Promise<TurnReport[]> {
    const rows = await this.#warehouse.query<{ workspace_id: string }>(WORKSPACES);
    const reports: TurnReport[] = [];
    let failure: unknown;
    for (const { workspace_id } of rows) {
      if (this.#stopping) break;
      try {
        reports.push(await this.#workspace(workspace_id, fit));
        this.#troubles.delete(workspace_id);
      } catch (error) {
        failure ??= error;
        // One line a trouble, not one a try.
        if (sayError(error) !== this.#troubles.get(workspace_id)) this.#logger.error({ err: error, workspace_id }, 'attribution failed');
        this.#troubles.set(workspace_id, sayError(error));
      }
    }
    if (failure !== undefined) throw failure;
    return reports;
  }

  async #workspace(workspace_id: string, wish: FitWish | undefined): Promise<TurnReport> {
    const request = { warehouse: this.#warehouse, workspace_id, now: new Date() };
    const report = await this.#watch.run(workspace_id, () => runAttribution(request));
    if (!report.nothing_new) {
      this.#logger.info(report, 'attributed');
      // The ledger stands; this is for the next run, which is not to wait for it.
      await layClicksByPerson(request);
    }
    if (wish === undefined) return report;
    const fit = await fitModels({ ...request, ...wish });
    if (fit.run_id !== null) this.#logger.info(fit, 'fitted');
    return { ...report, fit };
  }

  /** The store may come up after us, be away, and be another when it is back. */
  async #migrate(): Promise<void> {
    if (this.#migrated) return;
    await this.#warehouse.migrate();
    this.#migrated = true;
  }

  #note(error: unknown): void {
    const known = error instanceof TouchlineError;
    // A caller's mistake is no trouble of ours.
    if (known && error.code === 'TL_WORKSPACE_UNKNOWN') return;
    this.#migrated = false;
    const message = sayError(error);
    // One line a trouble, not one a try.
    if (message !== this.#trouble) this.#logger.error({ err: error }, 'no attribution; trying again');
    this.#trouble = message;
  }
}
