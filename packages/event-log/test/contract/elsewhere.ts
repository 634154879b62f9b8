import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ContractLog } from './harness.js';

const SCRIPT = fileURLToPath(new URL('./elsewhere-process.mjs', import.meta.url));

export type Task =
  | { readonly do: 'append'; readonly topic: string; readonly name: string; readonly callers: number; readonly each: number; readonly once: boolean }
  | { readonly do: 'keep'; readonly topic: string; readonly name: string; readonly callers: number; readonly each: number }
  | { readonly do: 'settle'; readonly topic: string }
  | { readonly do: 'consume'; readonly topic: string; readonly group: string; readonly batch_records_max: number; readonly hangAt?: number };

/** What an appender was answered. */
export interface Answer {
  readonly outcome: 'appended' | 'duplicate';
  readonly partition: number;
  readonly offset: number;
  readonly text: string;
}

/** Another process with the same log, doing one thing. It prints a line as soon as it knows something. */
export class Elsewhere {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #output = '';

  constructor(log: ContractLog['elsewhere'], task: Task) {
    this.#child = spawn(process.execPath, [SCRIPT, JSON.stringify({ ...log, task })], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
    });
    this.#exit = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /** Whole lines printed so far; one that was cut off by a kill was not said. */
  lines(): string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  answers(): Answer[] {
    return this.lines().map((line) => JSON.parse(line) as Answer);
  }

  /** What a keeper was told is kept. */
  kept(): string[] {
    return this.lines();
  }

  async ended(): Promise<void> {
    const code = await this.#exit;
    if (code !== 0) throw new Error(`the other process ended with ${code}`);
  }

  /** kill -9; resolves when it is gone and all it printed has arrived. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
