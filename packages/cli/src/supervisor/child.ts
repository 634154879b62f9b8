import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '@touchline/runtime';
import { isHeld } from './hold.js';
import { type ProcessPlan, WRITERS } from './processes.js';

const RESTART_PAUSE_MS_MIN = 200;
const RESTART_PAUSE_MS_MAX = 5_000;
/** Alive that long, a process counts as healthy again and the next pause is short. */
const HEALTHY_MS = 30_000;
/** A child that has not ended by then is killed; above the services' own limit. */
const STOP_MS_MAX = 25_000;

export interface ChildHooks {
  readonly onChange: (child: Child) => void;
  /** Has the warehouse no exchange half done? Finishes one where nobody else does; false: not yet. */
  readonly mended: () => Promise<boolean>;
}

/** One supervised child: started, restarted when it dies, stopped once. */
export class Child {
  readonly plan: ProcessPlan;
  readonly #config: Config;
  readonly #onChange: (child: Child) => void;
  readonly #mended: () => Promise<boolean>;
  #process: ChildProcess | undefined;
  #pause_ms = RESTART_PAUSE_MS_MIN;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  restarts = 0;
  lastExit: string | null = null;

  constructor(plan: ProcessPlan, config: Config, hooks: ChildHooks) {
    this.plan = plan;
    this.#config = config;
    this.#onChange = hooks.onChange;
    this.#mended = hooks.mended;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  start(): void {
    void this.#startUnlessHeld();
  }

  /** In a process group of its own, so that Ctrl-C reaches the supervisor alone and the order of stopping is kept. */
  #spawn(): void {
    const started = Date.now();
    const child = fork(this.plan.main, [], { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#process = child;
    child.once('exit', (code, signal) => {
      this.#process = undefined;
      this.lastExit = signal ?? `code ${code ?? 'unknown'}`;
      if (!this.#stopping) this.#startLater(Date.now() - started);
      this.#onChange(this);
    });
    this.#onChange(this);
  }

  #startLater(lived_ms: number): void {
    // Ended by whoever holds it, it has not failed: when it is let go it starts at once, however often that happens.
    if (lived_ms > HEALTHY_MS || isHeld(this.#config, this.plan.name)) this.#pause_ms = RESTART_PAUSE_MS_MIN;
    this.restarts += 1;
    this.#timer = setTimeout(() => void this.#startUnlessHeld(), this.#pause_ms);
    this.#pause_ms = Math.min(this.#pause_ms * 2, RESTART_PAUSE_MS_MAX);
  }

  /** A writer that was held, or whose holder died, starts only on tables that belong together. */
  async #startUnlessHeld(): Promise<void> {
    const mayStart = !isHeld(this.#config, this.plan.name) && (!WRITERS.includes(this.plan.name) || (await this.#mended()));
    if (this.#stopping) return;
    if (mayStart) this.#spawn();
    else this.#timer = setTimeout(() => void this.#startUnlessHeld(), RESTART_PAUSE_MS_MIN);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  }
}
