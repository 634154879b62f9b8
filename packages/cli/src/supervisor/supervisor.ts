import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, TouchlineError } from '@touchline/runtime';
import { finishSwap } from '../rebuild/swap.js';
import { Child } from './child.js';
import { type ProcessPlan, processPlans } from './processes.js';
import { askReadiness } from './readiness.js';
import { clearState, type UpState, writeState } from './state.js';

/** As long as a large warehouse may take to load its parts. */
const READY_MS_MAX = 120_000;
const ASK_EVERY_MS = 100;
/** A process that ended so often before it was ready once will not come up by itself. */
const FAILED_STARTS_MAX = 4;

/** A process that lives and cannot do its work, and why. */
export interface Limping {
  readonly name: string;
  readonly detail: string;
}

/** Starts every process of a local Touchline, keeps it running, and stops it in order. */
export class Supervisor {
  readonly #config: Config;
  readonly #children: readonly Child[];
  readonly #started_at = new Date().toISOString();
  #demo: UpState['demo'] = { state: 'absent', done: 0, total: 0 };
  #stopping = false;
  #mending: Promise<boolean> | undefined;
  #stopped = false;

  constructor(config: Config) {
    this.#config = config;
    this.#children = processPlans(config).map((plan) => new Child(plan, config, { onChange: () => this.#write(), mended: () => this.#mended() }));
  }

  /**
   * The store first, then all others at once; resolves when every one is ready, with those that live but still cannot work:
   * what comes in is better taken by the others than by nobody.
   * @throws TouchlineError TL_PROCESS_FAILED when one does not come up
   */
  async start(): Promise<readonly Limping[]> {
    const [store, others] = [this.#children.filter(isStore), this.#children.filter((child) => !isStore(child))];
    const limping: Limping[] = [];
    for (const group of [store, others]) {
      if (this.#stopping) break;
      for (const child of group) child.start();
      limping.push(...(await Promise.all(group.map((child) => this.#ready(child)))).flat());
    }
    return limping;
  }

  demo(demo: UpState['demo']): void {
    this.#demo = demo;
    this.#write();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const child of [...this.#children].reverse().filter((each) => !isStore(each))) await child.stop();
    for (const child of this.#children.filter(isStore)) await child.stop();
    this.#stopped = true;
    clearState(this.#config);
  }

  /** One attempt for all who ask at once. */
  #mended(): Promise<boolean> {
    this.#mending ??= finishSwap(this.#config)
      .then(() => true)
      .catch(() => false)
      .finally(() => {
        this.#mending = undefined;
      });
    return this.#mending;
  }

  /** Nothing when it is ready or the end was asked for. @throws TouchlineError TL_PROCESS_FAILED */
  async #ready(child: Child): Promise<Limping[]> {
    const { name } = child.plan;
    const deadline = Date.now() + READY_MS_MAX;
    while (!this.#stopping) {
      const { ready, state, detail } = await askReadiness(child.plan, this.#config);
      if (ready) return [];
      if (child.restarts >= FAILED_STARTS_MAX) throw new TouchlineError('TL_PROCESS_FAILED', `The ${name} does not start.`);
      if (Date.now() < deadline) await sleep(ASK_EVERY_MS);
      else if (state !== 'down' && !isStore(child)) return [{ name, detail: detail ?? '' }];
      else throw new TouchlineError('TL_PROCESS_FAILED', `The ${name} did not become ready within ${READY_MS_MAX / 1_000} s.`);
    }
    return [];
  }

  #write(): void {
    if (this.#stopped) return;
    writeState(this.#config, {
      pid: process.pid,
      started_at: this.#started_at,
      processes: this.#children.map((child) => ({ name: child.plan.name, pid: child.pid, restarts: child.restarts, last_exit: child.lastExit })),
      demo: this.#demo,
    });
  }
}

function isStore(child: { readonly plan: ProcessPlan }): boolean {
  return child.plan.name === 'warehouse';
}
