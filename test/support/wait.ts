import { setTimeout as sleep } from 'node:timers/promises';

const ASK_EVERY_MS = 100;

/** Asks until the answer is there; fails after `wait_ms_max`. */
export async function until<T>(what: string, wait_ms_max: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + wait_ms_max;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${wait_ms_max} ms`);
    await sleep(ASK_EVERY_MS);
  }
}
