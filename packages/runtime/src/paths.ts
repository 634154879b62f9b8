import { join } from 'node:path';
import type { Config } from './config.js';

/** Where everything lies inside the data folder. */
export interface DataPaths {
  readonly log: string;
  /** What waits for Kafka: a folder of its own, so that a log that was the truth is never trimmed. */
  readonly outbox: string;
  readonly directory: string;
  readonly warehouse: string;
  /** Reports that were made, a folder each. */
  readonly reports: string;
  readonly secrets: string;
  readonly run: string;
}

export function dataPaths(config: Config): DataPaths {
  const root = config.TOUCHLINE_DATA;
  return {
    log: join(root, 'log'),
    outbox: join(root, 'outbox'),
    // Folded from another log, it has other offsets.
    directory: join(root, config.KAFKA_BROKERS === '' ? 'directory' : 'directory-kafka'),
    warehouse: join(root, 'warehouse'),
    reports: join(root, 'reports'),
    secrets: join(root, 'secrets.json'),
    run: join(root, 'run'),
  };
}
