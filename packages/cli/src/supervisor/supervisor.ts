import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, TouchlineError } from '@touchline/runtime';
import { Child } from './child.js';
import { type ProcessPlan, processPlans } from './processes.js';
import { askReadiness } from './readiness.js';
import { clearState, type UpState, writeState } from './state.js';

const READY_MS_MAX = 60_000;
const ASK_EVERY_MS = 100;

/** Starts every process of a local Touchline, keeps it running, and stops it in order. */
export class Supervisor {
  readonly #config: Config;
  readonly #children: readonly Child[];
  readonly #started_at = new Date().toISOString();
  #demo: UpState['demo'] = { state: 'absent', done: 0, total: 0 };
  #stopped = false;

  constructor(config: Config) {
    this.#config = config;
    this.#children = processPlans(config).map((plan) => new Child(plan, config, () => this.#write()));
  }

  /** The store first, then all others at once; resolves when every one is ready. @throws TouchlineError TL_STORE_UNAVAILABLE */
  async start(): Promise<void> {
    const [store, others] = [this.#children.filter(isStore), this.#children.filter((child) => !isStore(child))];
    for (const child of store) child.start();
    await Promise.all(store.map((child) => this.#ready(child)));
    for (const child of others) child.start();
    await Promise.all(others.map((child) => this.#ready(child)));
  }

  demo(demo: UpState['demo']): void {
    this.#demo = demo;
    this.#write();
  }

  async stop(): Promise<void> {
    for (const child of [...this.#children].reverse().filter((each) => !isStore(each))) await child.stop();
    for (const child of this.#children.filter(isStore)) await child.stop();
    this.#stopped = true;
    clearState(this.#config);
  }

  async #ready(child: Child): Promise<void> {
    const deadline = Date.now() + READY_MS_MAX;
    while (Date.now() < deadline) {
      if ((await askReadiness(child.plan, this.#config)).ready) return;
      await sleep(ASK_EVERY_MS);
    }
    throw new TouchlineError('TL_STORE_UNAVAILABLE', `${child.plan.name} did not become ready within ${READY_MS_MAX / 1_000} s.`);
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
