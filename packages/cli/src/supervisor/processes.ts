import { fileURLToPath } from 'node:url';
import { isForwarding } from '@touchline/event-log';
import { type Config, consoleUrl, trackerUrl } from '@touchline/runtime';
import { serverMain } from '@touchline/warehouse';

/** One child process of a local Touchline. */
export interface ProcessPlan {
  readonly name: string;
  readonly main: string;
  /** Where people reach it. */
  readonly address: (config: Config) => string | undefined;
  /** Asked for readiness: 200 is ready, 503 is not. */
  readonly readyUrl: (config: Config) => string;
  /** Ports it listens on, with the setting that chooses each. */
  readonly ports: (config: Config) => readonly { readonly host: string; readonly port: number; readonly setting: string }[];
}

const LOOPBACK = '127.0.0.1';

const service = (name: string) => fileURLToPath(new URL(`../../../../services/${name}/dist/main.js`, import.meta.url));
const admin = (port: number) => `http://${LOOPBACK}:${port}/readyz`;

const WAREHOUSE: ProcessPlan = {
  name: 'warehouse',
  main: fileURLToPath(serverMain),
  address: (config) => `http://${LOOPBACK}:${config.TOUCHLINE_WAREHOUSE_PORT}`,
  readyUrl: (config) => `http://${LOOPBACK}:${config.TOUCHLINE_WAREHOUSE_PORT}/ping`,
  ports: (config) => [{ host: LOOPBACK, port: config.TOUCHLINE_WAREHOUSE_PORT, setting: 'TOUCHLINE_WAREHOUSE_PORT' }],
};

const SERVICES: readonly ProcessPlan[] = [
  {
    name: 'tracker',
    main: service('tracker'),
    address: trackerUrl,
    readyUrl: (config) => admin(config.TOUCHLINE_TRACKER_ADMIN_PORT),
    ports: (config) => [
      { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_TRACKER_PORT, setting: 'TOUCHLINE_TRACKER_PORT' },
      { host: LOOPBACK, port: config.TOUCHLINE_TRACKER_ADMIN_PORT, setting: 'TOUCHLINE_TRACKER_ADMIN_PORT' },
    ],
  },
  {
    name: 'collector',
    main: service('collector'),
    address: (config) => `http://${config.TOUCHLINE_HOST}:${config.TOUCHLINE_COLLECTOR_PORT}`,
    readyUrl: (config) => admin(config.TOUCHLINE_COLLECTOR_ADMIN_PORT),
    ports: (config) => [
      { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_COLLECTOR_PORT, setting: 'TOUCHLINE_COLLECTOR_PORT' },
      { host: LOOPBACK, port: config.TOUCHLINE_COLLECTOR_ADMIN_PORT, setting: 'TOUCHLINE_COLLECTOR_ADMIN_PORT' },
    ],
  },
  {
    name: 'ingestor',
    main: service('ingestor'),
    address: () => undefined,
    readyUrl: (config) => admin(config.TOUCHLINE_INGESTOR_ADMIN_PORT),
    ports: (config) => [{ host: LOOPBACK, port: config.TOUCHLINE_INGESTOR_ADMIN_PORT, setting: 'TOUCHLINE_INGESTOR_ADMIN_PORT' }],
  },
  {
    name: 'aggregator',
    main: service('aggregator'),
    address: () => undefined,
    readyUrl: (config) => admin(config.TOUCHLINE_AGGREGATOR_ADMIN_PORT),
    ports: (config) => [{ host: LOOPBACK, port: config.TOUCHLINE_AGGREGATOR_ADMIN_PORT, setting: 'TOUCHLINE_AGGREGATOR_ADMIN_PORT' }],
  },
  {
    name: 'console',
    main: service('console'),
    address: consoleUrl,
    readyUrl: (config) => admin(config.TOUCHLINE_CONSOLE_ADMIN_PORT),
    ports: (config) => [
      { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_CONSOLE_PORT, setting: 'TOUCHLINE_CONSOLE_PORT' },
      { host: LOOPBACK, port: config.TOUCHLINE_CONSOLE_ADMIN_PORT, setting: 'TOUCHLINE_CONSOLE_ADMIN_PORT' },
    ],
  },
];

/** Only where the log is Kafka: elsewhere what is taken is in the log at once. */
const FORWARDER: ProcessPlan = {
  name: 'forwarder',
  main: service('forwarder'),
  address: () => undefined,
  readyUrl: (config) => admin(config.TOUCHLINE_FORWARDER_ADMIN_PORT),
  ports: (config) => [{ host: LOOPBACK, port: config.TOUCHLINE_FORWARDER_ADMIN_PORT, setting: 'TOUCHLINE_FORWARDER_ADMIN_PORT' }],
};

/** In the order they are started; they are stopped in the reverse order, so that the store outlives its writers. */
export function processPlans(config: Config): readonly ProcessPlan[] {
  const store = config.CLICKHOUSE_URL === '' ? [WAREHOUSE] : [];
  // Before those who append to the outbox, so that it is stopped after them.
  const forwarder = isForwarding(config) ? [FORWARDER] : [];
  return [...store, ...forwarder, ...SERVICES];
}

/** They write to the warehouse, and must not while its tables change places. */
export const WRITERS: readonly string[] = ['ingestor', 'aggregator'];
