import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, TouchlineError } from '@touchline/runtime';
import { hold } from '../supervisor/hold.js';
import { identityOf, livingPid } from '../supervisor/process-identity.js';
import { processPlans, WRITERS } from '../supervisor/processes.js';
import { askReadiness } from '../supervisor/readiness.js';
import { readState } from '../supervisor/state.js';

const END_MS_MAX = 30_000;
/** How long writers may take to be back; then they are on their way all the same. */
const BACK_MS_MAX = 15_000;
const ASK_EVERY_MS = 50;

/** Ends the writers and keeps the supervisor from starting them again; returns what lets it. @throws TouchlineError TL_NOT_RUNNING */
export async function holdWriters(config: Config): Promise<() => void> {
  if (readState(config) === undefined) throw new TouchlineError('TL_NOT_RUNNING');
  const release = hold(config, WRITERS);
  try {
    // Read again: one that was just being started when the hold was made is in it by now.
    await sleep(ASK_EVERY_MS);
    const processes = readState(config)?.processes.filter(({ name }) => WRITERS.includes(name)) ?? [];
    const identities = processes.flatMap(({ pid }) => (pid === null ? [] : [identityOf(pid)]));
    for (const identity of identities) endOf(identity, 'SIGTERM');
    const deadline = Date.now() + END_MS_MAX;
    while (identities.some((identity) => livingPid(identity) !== undefined)) {
      if (Date.now() > deadline) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'The ingestor or the aggregator did not stop.');
      await sleep(ASK_EVERY_MS);
    }
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

/** Resolves when the writers that were let go can be given work again, so that whoever waited for a rebuild can ask for a run at once. */
export async function writersBack(config: Config): Promise<void> {
  const writers = processPlans(config).filter(({ name }) => WRITERS.includes(name));
  const deadline = Date.now() + BACK_MS_MAX;
  while (Date.now() < deadline) {
    const ready = await Promise.all(writers.map((plan) => askReadiness(plan, config)));
    if (ready.every((each) => each.ready)) return;
    await sleep(ASK_EVERY_MS);
  }
}

/** Sends a signal to a process unless it is gone. */
function endOf(identity: string, signal: NodeJS.Signals): void {
  const pid = livingPid(identity);
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
