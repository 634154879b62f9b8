import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { peekEvent } from '@touchline/events';
import { dataPaths, freePort, loadConfig } from '@touchline/runtime';
import { destinationOf, slugOf, startServer } from './servers.mjs';

const MAIN = fileURLToPath(new URL('../../../services/tracker/dist/main.js', import.meta.url));
const LINKS_AT_ONCE = 1_000;
const RECORDS_AT_ONCE = 10_000;
const WORKSPACE = { name: 'Bench', currency: 'EUR', time_zone: 'UTC', simulated: false, click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
const EVENT_ID = /"event_id":"([0-9a-f-]{36})"/;

const configOf = (folder) => loadConfig({ TOUCHLINE_DATA: join(folder, 'data') });

/** The tracker as the process that `npm start` runs, on a data folder of its own with so many links. */
export async function startTracker(folder, links, isPinned = true) {
  await makeLinks(configOf(folder), links);
  const port = await freePort();
  const env = {
    ...process.env,
    TOUCHLINE_DATA: join(folder, 'data'),
    TOUCHLINE_TRACKER_PORT: String(port),
    TOUCHLINE_TRACKER_ADMIN_PORT: '0',
    TOUCHLINE_LOG_LEVEL: 'error',
  };
  return startServer({ name: 'tracker', command: process.execPath, args: [MAIN], port, env, isPinned });
}

async function makeLinks(config, links) {
  const log = await openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'bench' });
  await directory.upsert('bench', 'workspace', 'bench', WORKSPACE);
  await directory.upsert('bench', 'creator', 'mia', { name: 'Mia', platform: 'instagram' });
  await directory.upsert('bench', 'campaign', 'spring', { name: 'Spring' });
  for (let made = 0; made < links; made += LINKS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(LINKS_AT_ONCE, links - made) }, (_, index) => made + index + 1);
    await Promise.all(
      numbers.map((number) => {
        const slug = slugOf(number);
        return directory.upsert('bench', 'link', slug, { slug, destination: destinationOf(number), creator_id: 'mia', campaign_id: 'spring' });
      }),
    );
  }
  await directory.close();
  await log.close();
}

/**
 * Click events in the log, and how many different ids they have; `moving_us` is the processor time that it took this process to move
 * them from the tracker's journal to where the log is read, in all.
 */
export async function countClicks(folder) {
  const log = await openLocalLog({ path: dataPaths(configOf(folder)).log });
  const began = process.cpuUsage();
  await log.heads('clicks');
  const { user, system } = process.cpuUsage(began);
  const ids = new Set();
  let records = 0;
  for (const { partition, first_offset, next_offset } of await log.heads('clicks')) {
    for (let offset = first_offset; offset < next_offset; offset += RECORDS_AT_ONCE) {
      for (const { value } of await log.read('clicks', partition, offset, RECORDS_AT_ONCE)) {
        if (peekEvent(value)?.type !== 'click') continue;
        records += 1;
        ids.add(EVENT_ID.exec(Buffer.from(value.buffer, value.byteOffset, 128).toString('latin1'))?.[1]);
      }
    }
  }
  await log.close();
  return { records, distinct: ids.size, moving_us: user + system };
}
