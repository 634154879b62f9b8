import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventLog } from '@touchline/event-log';
import { type Config, dataPaths, TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { headsOf } from '../reconcile/scan-log.js';
import { storedFrontiers } from '../reconcile/warehouse-side.js';
import { identityOf, livingPid } from '../supervisor/process-identity.js';

const INGESTOR = fileURLToPath(new URL('../../../../services/ingestor/dist/main.js', import.meta.url));
const ASK_EVERY_MS = 50;
/** Without a single record stored for so long, something is wrong. */
const STALL_MS_MAX = 60_000;

const orphanFile = (config: Config) => join(dataPaths(config).run, 'refill');

/** Ends the ingestor of a rebuild that was killed; returns when it is gone, so that it writes to nothing that is made anew. */
export async function endOrphan(config: Config): Promise<void> {
  const identity = await readFile(orphanFile(config), 'utf8').catch(() => '');
  const pid = livingPid(identity);
  if (pid === undefined) return;
  process.kill(pid, 'SIGKILL');
  while (livingPid(identity) !== undefined) await sleep(ASK_EVERY_MS);
}

/** An ingestor of its own for the database that is being made, on positions of its own. */
export class Refill {
  readonly #child: ChildProcess;

  constructor(config: Config, database: string) {
    const environment = {
      TOUCHLINE_LOG_LEVEL: 'warn',
      ...process.env,
      TOUCHLINE_DATA: config.TOUCHLINE_DATA,
      CLICKHOUSE_DATABASE: database,
      TOUCHLINE_INGESTOR_ADMIN_PORT: '0',
    };
    this.#child = fork(INGESTOR, [], { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    if (this.#child.pid !== undefined) writeFileSync(orphanFile(config), identityOf(this.#child.pid));
  }

  /** Resolves when everything that is in the log now is stored. @throws TouchlineError TL_STORE_UNAVAILABLE */
  async caughtUp(log: EventLog, warehouse: Warehouse, onProgress: (done: number, total: number) => void): Promise<void> {
    const heads = await headsOf(log);
    const total = heads.reduce((sum, { head }) => sum + head.next_offset, 0);
    let [before, progressed_at] = [-1, Date.now()];
    for (;;) {
      const stored = await storedFrontiers(warehouse).catch(() => new Map<string, number>());
      const done = heads.reduce((sum, { topic, head }) => sum + Math.min(stored.get(`${topic}/${head.partition}`) ?? 0, head.next_offset), 0);
      onProgress(done, total);
      if (done >= total) return;
      if (done > before) [before, progressed_at] = [done, Date.now()];
      if (Date.now() - progressed_at > STALL_MS_MAX) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'The rebuild has come to a halt.');
      await sleep(ASK_EVERY_MS);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
