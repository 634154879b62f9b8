import { z } from 'zod';

const port = (value: number) => z.coerce.number().int().min(0).max(65_535).default(value);
/** Any host will do: a name, an address of the local network, localhost. */
const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .or(z.literal(''))
    .default('');

/**
 * Every setting of every process, in one place. Names are environment variables; `touchline config` lists them.
 */
export const SETTINGS = {
  TOUCHLINE_DATA: z.string().min(1).default('.touchline').describe('Folder that holds the log, the directory and the local warehouse'),
  TOUCHLINE_HOST: z.string().min(1).default('127.0.0.1').describe('Address the tracker, collector and console listen on'),
  TOUCHLINE_CONSOLE_PORT: port(4600).describe('Port of the console'),
  TOUCHLINE_TRACKER_PORT: port(4601).describe('Port of the tracker: short links and /v1/links'),
  TOUCHLINE_COLLECTOR_PORT: port(4602).describe('Port of the collector: /v1/events'),
  TOUCHLINE_WAREHOUSE_PORT: port(4603).describe('HTTP port of the local ClickHouse'),
  TOUCHLINE_TRACKER_ADMIN_PORT: port(4611).describe('Loopback port of the tracker’s health'),
  TOUCHLINE_COLLECTOR_ADMIN_PORT: port(4612).describe('Loopback port of the collector’s health'),
  TOUCHLINE_INGESTOR_ADMIN_PORT: port(4613).describe('Loopback port of the ingestor’s health'),
  TOUCHLINE_AGGREGATOR_ADMIN_PORT: port(4614).describe('Loopback port of the aggregator’s health and run requests'),
  TOUCHLINE_CONSOLE_ADMIN_PORT: port(4615).describe('Loopback port of the console’s health'),
  TOUCHLINE_FORWARDER_ADMIN_PORT: port(4616).describe('Loopback port of the forwarder’s health; it runs with Kafka only'),
  TOUCHLINE_PUBLIC_TRACKER_URL: address().describe('Base of short links as people see them; empty: the tracker’s own address'),
  TOUCHLINE_PUBLIC_CONSOLE_URL: address().describe('Address of the console as people see it; empty: its own address'),
  TOUCHLINE_CLICK_PARAMETER: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,31}$/)
    .default('tlc')
    .describe('Query parameter that carries the click id to the destination'),
  TOUCHLINE_COOKIE_SECURE: z.stringbool().default(true).describe('Mark the visitor cookie Secure'),
  TOUCHLINE_TRUSTED_HOPS: z.coerce.number().int().min(0).max(8).default(0).describe('Proxies in front of the tracker whose X-Forwarded-For is believed'),
  TOUCHLINE_TRUSTED_DESTINATIONS: z.string().default('').describe('Origins, comma-separated, allowed as destination although private or loopback'),
  TOUCHLINE_CONSOLE_ACCESS: z.enum(['local', 'key']).default('local').describe('local: open, on loopback only; key: needs an API key of scope read'),
  TOUCHLINE_ATTRIBUTION_SCHEDULE: z.string().default('*/2 * * * * *').describe('Cron expression (with seconds) of attribution runs'),
  TOUCHLINE_FIT_SCHEDULE: z
    .string()
    .default('0 30 3 * * *')
    .describe('Cron expression (with seconds) of fitting Markov and Shapley anew, and of keeping intervals; in the machine’s zone'),
  TOUCHLINE_REPORT_SCHEDULE: z.string().default('*/10 * * * * *').describe('Cron expression (with seconds) of the look for reports that are due'),
  TOUCHLINE_REPORT_LEASE_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(3_600_000)
    .default(300_000)
    .describe('After how long a report whose maker was killed is made by another, in milliseconds; more than a report takes'),
  TOUCHLINE_REPORT_SETTLE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .default(30_000)
    .describe('How long after its instant a report is made, so that what was received by then is in the warehouse, in milliseconds'),
  TOUCHLINE_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .or(z.literal(''))
    .default('')
    .describe('Mail server for reports, smtp://user:password@host:port or smtps://; empty: no mail is sent'),
  TOUCHLINE_SMTP_FROM: z.string().default('Touchline <touchline@localhost>').describe('Sender of reports'),
  TOUCHLINE_WEBHOOK_SECRET: z
    .string()
    .regex(/^(.{24,})?$/, 'expected at least 24 characters')
    .default('')
    .describe('What the signing keys of webhooks are made from; the same on every machine; empty: the data folder’s own secret'),
  TOUCHLINE_DELIVERY_PRIVATE: z.stringbool().default(false).describe('Deliver reports to private and loopback addresses too; for tests and closed networks'),
  TOUCHLINE_CHROMIUM: z.string().default('').describe('Chromium that prints PDFs; empty: the system’s'),
  TOUCHLINE_INGEST_LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(500).describe('How long the ingestor gathers a batch, in milliseconds'),
  TOUCHLINE_INGEST_BATCH_RECORDS_MAX: z.coerce.number().int().min(1).max(200_000).default(50_000).describe('Most records in one insert'),
  TOUCHLINE_OUTBOX_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1_048_576)
    .default(8 * 1_073_741_824)
    .describe('With Kafka: most bytes of disk for what waits to be forwarded; beyond, nothing more is taken'),
  TOUCHLINE_OUTBOX_AGE_MS_MAX: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(30_000)
    .describe('With Kafka: health says degraded when something has waited longer than this to be forwarded, in milliseconds'),
  TOUCHLINE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Least level that is logged'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^([^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*)?$/, 'expected host:port, comma-separated')
    .default('')
    .describe('Brokers of a Kafka cluster, host:port, comma-separated; empty: the local log'),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,100}$/)
    .default('')
    .describe('Put in front of every topic and group, so that several Touchlines share a cluster'),
  KAFKA_REPLICATION_FACTOR: z.coerce.number().int().min(1).max(32).default(1).describe('Copies of each topic that is made; 3 in a cluster'),
  KAFKA_COMPRESSION: z.enum(['none', 'gzip']).default('none').describe('How records are compressed on their way to Kafka'),
  KAFKA_SESSION_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(6_000)
    .max(300_000)
    .default(30_000)
    .describe('After how long a consumer that was killed loses its partitions, in milliseconds'),
  KAFKA_TLS: z.stringbool().default(false).describe('Connect to Kafka over TLS'),
  KAFKA_TLS_CA_FILE: z.string().default('').describe('PEM file of the authority to trust; empty: the system’s'),
  KAFKA_SASL_MECHANISM: z.enum(['', 'plain', 'scram-sha-256', 'scram-sha-512']).default('').describe('How to log in to Kafka; empty: not at all'),
  KAFKA_SASL_USER: z.string().default('').describe('Account at Kafka'),
  KAFKA_SASL_PASSWORD: z.string().default('').describe('Its password'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .or(z.literal(''))
    .default('')
    .describe('Where traces go, as OTLP over HTTP (`/v1/traces` is added); empty: none are made'),
  TOUCHLINE_TRACE_RATIO: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('Share of requests and runs that are traced, 0 to 1; one whose sender traces it always is'),
  CLICKHOUSE_URL: address().describe('A ClickHouse server to use; empty: the local one'),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/)
    .default('touchline')
    .describe('Database of the facts and the ledger'),
  CLICKHOUSE_USER: z.string().default('touchline').describe('Account of the services'),
  CLICKHOUSE_PASSWORD: z.string().default('').describe('Its password; empty with the local server: made on first start, kept in the data folder'),
  TOUCHLINE_DEMO: z.stringbool().default(true).describe('Fill the simulated workspace `demo` on the very first start'),
} as const;

/** Settings whose value is never printed. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set(['CLICKHOUSE_PASSWORD', 'KAFKA_SASL_PASSWORD', 'TOUCHLINE_SMTP_URL', 'TOUCHLINE_WEBHOOK_SECRET']);
