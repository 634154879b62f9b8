import { setTimeout as sleep } from 'node:timers/promises';

const MERGES_MS_MAX = 180_000;
const LOOK_EVERY_MS = 500;
const QUIET_LOOKS = 4;

/** Resolves when the server merges nothing any more. */
export async function merged(warehouse) {
  const deadline = Date.now() + MERGES_MS_MAX;
  for (let quiet = 0; quiet < QUIET_LOOKS && Date.now() < deadline; quiet += 1) {
    await sleep(LOOK_EVERY_MS);
    const [{ merges }] = await warehouse.query('SELECT count() AS merges FROM system.merges');
    if (merges > 0) quiet = -1;
  }
}
