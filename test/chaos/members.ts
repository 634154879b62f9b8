import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@touchline/runtime';

const MAIN = fileURLToPath(new URL('../../services/ingestor/dist/main.js', import.meta.url));
/** A service ends within 20 s of SIGTERM; the rest is for a machine that has other work, too. */
const LEAVE_MS_MAX = 25_000;

/** Ingestors beside the supervised one, of the same group, as they would run on other machines. */
export class Members {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #processes: ChildProcess[] = [];

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  async join(): Promise<void> {
    const env = { ...this.#environment, TOUCHLINE_INGESTOR_ADMIN_PORT: String(await freePort()) };
    const child = fork(MAIN, [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#processes.push(child);
    const [ready] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [undefined])]);
    if (ready === undefined) throw new Error('the ingestor that was to join ended');
  }

  /** The one that is here longest. @throws Error when SIGTERM did not end it in time */
  async leave(signal: NodeJS.Signals): Promise<void> {
    const child = this.#processes.shift();
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) throw new Error('no ingestor is there that could leave');
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS_MAX);
    const [, killedBy] = (await ended) as [number | null, NodeJS.Signals | null];
    clearTimeout(late);
    if (signal === 'SIGTERM' && killedBy === 'SIGKILL') throw new Error(`an ingestor did not end within ${LEAVE_MS_MAX} ms of SIGTERM`);
  }

  async close(): Promise<void> {
    while (this.#processes.length > 0) await this.leave('SIGTERM');
  }
}
