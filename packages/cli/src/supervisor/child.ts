import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '@touchline/runtime';
import { isHeld } from './hold.js';
import type { ProcessPlan } from './processes.js';

const RESTART_PAUSE_MS_MIN = 200;
const RESTART_PAUSE_MS_MAX = 5_000;
/** Alive that long, a process counts as healthy again and the next pause is short. */
const HEALTHY_MS = 30_000;
/** A child that has not ended by then is killed; above the services' own limit. */
const STOP_MS_MAX = 25_000;

/** One supervised child: started, restarted when it dies, stopped once. */
export class Child {
  readonly plan: ProcessPlan;
  readonly #config: Config;
  readonly #onChange: (child: Child) => void;
  #process: ChildProcess | undefined;
  #pause_ms = RESTART_PAUSE_MS_MIN;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  restarts = 0;
  lastExit: string | null = null;

  constructor(plan: ProcessPlan, config: Config, onChange: (child: Child) => void) {
    this.plan = plan;
    this.#config = config;
    this.#onChange = onChange;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Starts it in a process group of its own, so that Ctrl-C reaches the supervisor alone and the order of stopping is kept. */
  start(): void {
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
    if (lived_ms > HEALTHY_MS) this.#pause_ms = RESTART_PAUSE_MS_MIN;
    this.restarts += 1;
    this.#timer = setTimeout(() => this.#startUnlessHeld(), this.#pause_ms);
    this.#pause_ms = Math.min(this.#pause_ms * 2, RESTART_PAUSE_MS_MAX);
  }

  #startUnlessHeld(): void {
    if (isHeld(this.#config, this.plan.name)) this.#timer = setTimeout(() => this.#startUnlessHeld(), RESTART_PAUSE_MS_MIN);
    else this.start();
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
