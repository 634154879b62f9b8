/**
 * The one table of our own metrics; docs/metrics.md is generated from it. Every label says which values it can have: none is
 * taken from what people send.
 */
export interface MetricEntry {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Which processes show it. */
  readonly by: string;
  readonly help: string;
  /** What bounds each label. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Upper bounds, for a histogram. */
  readonly buckets?: readonly number[];
}

const CODE = 'a code of docs/errors.md';
const TOPIC = 'a topic of the log';
const SHORT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;
const LONG_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

export const METRICS = {
  touchline_health: {
    type: 'gauge',
    by: 'every service',
    help: '1 for the state the process is in, 0 for the others',
    labels: { state: '`ready`, `degraded` or `unhealthy`' },
  },
  touchline_http_requests_total: {
    type: 'counter',
    by: 'tracker (API and slow path), collector, aggregator, console',
    help: 'HTTP requests answered',
    labels: { route: 'a route’s pattern, or `(unknown)`', method: 'an HTTP method', status: 'an HTTP status' },
  },
  touchline_http_request_duration_seconds: {
    type: 'histogram',
    by: 'as above',
    help: 'From a request’s head to the end of its answer',
    labels: { route: 'a route’s pattern, or `(unknown)`' },
    buckets: SHORT_SECONDS,
  },
  touchline_redirects_total: {
    type: 'counter',
    by: 'tracker',
    help: 'Requests for a link that exists, by what asked',
    labels: { class: 'a class of clicks: human, bot, preview and so on' },
  },
  touchline_redirects_missed_total: { type: 'counter', by: 'tracker', help: 'Requests for a link that does not exist' },
  touchline_redirect_latency_seconds: {
    type: 'histogram',
    by: 'tracker',
    help: 'How long redirects waited for their click to be on disk; those of one append count with the longest wait among them',
    buckets: SHORT_SECONDS,
  },
  touchline_clicks_logged_total: { type: 'counter', by: 'tracker', help: 'Requests for a link that are in the log' },
  touchline_clicks_unlogged_total: {
    type: 'counter',
    by: 'tracker',
    help: 'Requests for a link that were answered without being known to be in the log: each may be a lost click',
  },
  touchline_clicks_waiting: { type: 'gauge', by: 'tracker', help: 'Requests for a link that wait for the disk now' },
  touchline_hot_requests_total: { type: 'counter', by: 'tracker', help: 'Requests answered by the hot path' },
  touchline_hot_connections_handed_over_total: { type: 'counter', by: 'tracker', help: 'Connections the hot path gave to the slow path' },
  touchline_events_accepted_total: {
    type: 'counter',
    by: 'collector',
    help: 'Events taken for the first time, on disk before they were answered',
    labels: { type: 'an event type of the catalogue' },
  },
  touchline_events_deduplicated_total: {
    type: 'counter',
    by: 'collector',
    help: 'Events that were in the log already and were answered `duplicate`',
    labels: { type: 'an event type of the catalogue' },
  },
  touchline_events_rejected_total: {
    type: 'counter',
    by: 'collector',
    help: 'Events, and requests as a whole, that were refused',
    labels: { code: CODE },
  },
  touchline_outbox_records: { type: 'gauge', by: 'forwarder', help: 'Records in the local log that Kafka does not have yet' },
  touchline_outbox_bytes: { type: 'gauge', by: 'forwarder', help: 'Disk that these records take' },
  touchline_outbox_oldest_age_seconds: {
    type: 'gauge',
    by: 'forwarder',
    help: 'Age of the oldest record that Kafka does not have yet; 0 when it has all',
  },
  touchline_outbox_shipped_total: { type: 'counter', by: 'forwarder', help: 'Records Kafka has acknowledged' },
  touchline_outbox_failures_total: { type: 'counter', by: 'forwarder', help: 'Attempts to ship that failed and were made again' },
  touchline_ingest_stored_total: {
    type: 'counter',
    by: 'ingestor',
    help: 'Records in the warehouse, counted when their range is recorded as stored',
    labels: { topic: TOPIC },
  },
  touchline_ingest_deduplicated_total: {
    type: 'counter',
    by: 'ingestor',
    help: 'Records that were handed out again and left alone, because they were stored already',
    labels: { topic: TOPIC },
  },
  touchline_ingest_rejected_total: {
    type: 'counter',
    by: 'ingestor',
    help: 'Records that will never be a row',
    labels: { topic: TOPIC, code: CODE },
  },
  touchline_ingest_failures_total: {
    type: 'counter',
    by: 'ingestor',
    help: 'Attempts to store a batch that failed and are made again',
    labels: { code: `${CODE}, or \`(none)\`` },
  },
  touchline_ingest_in_flight_records: { type: 'gauge', by: 'ingestor', help: 'Records being stored now' },
  touchline_ingest_lag_records: {
    type: 'gauge',
    by: 'ingestor',
    help: 'Records in the log that are not stored; of several ingestors take the smallest',
    labels: { topic: TOPIC },
  },
  touchline_ingest_lag_seconds: {
    type: 'gauge',
    by: 'ingestor',
    help: 'Age of the oldest record that is not stored, since it was received; 0 when all are',
    labels: { topic: TOPIC },
  },
  touchline_ingest_batch_records: {
    type: 'histogram',
    by: 'ingestor',
    help: 'Records in a batch',
    buckets: [1, 10, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 200_000],
  },
  touchline_ingest_batch_bytes: {
    type: 'histogram',
    by: 'ingestor',
    help: 'Bytes in a batch',
    buckets: [1_024, 10_240, 102_400, 1_048_576, 4_194_304, 16_777_216, 33_554_432],
  },
  touchline_ingest_batch_duration_seconds: {
    type: 'histogram',
    by: 'ingestor',
    help: 'From a batch being handed out to its range being recorded as stored',
    buckets: LONG_SECONDS,
  },
  touchline_insert_duration_seconds: {
    type: 'histogram',
    by: 'ingestor',
    help: 'One insert into the warehouse',
    labels: { table: 'a fact table' },
    buckets: LONG_SECONDS,
  },
  touchline_attribution_runs_total: {
    type: 'counter',
    by: 'aggregator',
    help: 'Attribution runs, one for each workspace',
    labels: { outcome: '`credited`, `nothing_new` or `failed`' },
  },
  touchline_attribution_run_duration_seconds: {
    type: 'histogram',
    by: 'aggregator',
    help: 'One attribution run of one workspace',
    labels: { outcome: 'as above' },
    buckets: LONG_SECONDS,
  },
  touchline_attribution_conversions_total: { type: 'counter', by: 'aggregator', help: 'Orders that attribution runs looked at' },
  touchline_attribution_lines_written_total: { type: 'counter', by: 'aggregator', help: 'Lines that attribution runs wrote to the credit ledger' },
} as const satisfies Readonly<Record<string, MetricEntry>>;

export type MetricName = keyof typeof METRICS;
export type MetricOf<T extends MetricEntry['type']> = { [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never }[MetricName];
export type LabelOf<N extends MetricName> = (typeof METRICS)[N] extends { readonly labels: infer L } ? keyof L & string : never;
