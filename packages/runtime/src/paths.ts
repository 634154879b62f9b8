import { join } from 'node:path';
import type { Config } from './config.js';

/** Where everything lies inside the data folder. */
export interface DataPaths {
  readonly log: string;
  readonly directory: string;
  readonly warehouse: string;
  readonly secrets: string;
  readonly run: string;
}

export function dataPaths(config: Config): DataPaths {
  const root = config.TOUCHLINE_DATA;
  return {
    log: join(root, 'log'),
    directory: join(root, 'directory'),
    warehouse: join(root, 'warehouse'),
    secrets: join(root, 'secrets.json'),
    run: join(root, 'run'),
  };
}
