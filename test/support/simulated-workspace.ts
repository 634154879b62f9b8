import { openDirectory } from '@touchline/directory';
import { openTruthLog } from '@touchline/event-log';
import { loadConfig } from '@touchline/runtime';
import type { RunningTouchline } from './touchline.js';

const DAY_MS = 86_400_000;
const SCOPES = ['links:write', 'events:write', 'experiments:write', 'read', 'simulate'] as const;

/** A workspace whose clicks may bring their own instants, as the demo's do. @returns its key */
export async function simulatedWorkspace(running: RunningTouchline, id: string): Promise<string> {
  const config = loadConfig(running.environment);
  const log = openTruthLog(config, 'touchline-test');
  const directory = await openDirectory({ config, log, source: 'test' });
  const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
  try {
    await directory.upsert(id, 'workspace', id, { name: id, currency: 'EUR', time_zone: 'UTC', simulated: true, ...windows });
    return (await directory.createKey(id, { name: 'simulator', scopes: [...SCOPES] })).token;
  } finally {
    await directory.close();
    await log.close();
  }
}
