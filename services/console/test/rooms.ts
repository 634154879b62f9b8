import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Directory, destinationRules, openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { loadConfig } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import { ExperimentDesk } from '../src/experiments/desk.js';
import type { ExperimentRooms } from '../src/routes/experiments.js';

const WINDOWS = { click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };

export interface OpenRooms {
  readonly rooms: ExperimentRooms;
  /** A workspace as the directory knows it. */
  workspace(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A real directory on a log of its own; experiments are judged by the warehouse that is given, if one is. */
export async function openRooms(given?: Warehouse): Promise<OpenRooms> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-console-rooms-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder });
  const log = openLocalLog({ path: join(folder, 'log') });
  const directory: Directory = await openDirectory({ config, log, source: 'test' });
  const warehouse = given ?? openWarehouse(config, { account: 'service' });
  return {
    rooms: { directory, destinations: destinationRules(config), desk: new ExperimentDesk(warehouse), warehouse },
    workspace: async (id) => {
      await directory.upsert(id, 'workspace', id, { name: id, currency: 'EUR', time_zone: 'UTC', simulated: false, ...WINDOWS });
    },
    close: async () => {
      await directory.close();
      await log.close();
      if (given === undefined) await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
