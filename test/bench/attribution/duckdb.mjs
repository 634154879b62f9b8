// The same rule models by DuckDB, in a process of its own: `node duckdb.mjs FOLDER` reads clicks.parquet, orders.parquet and links.parquet of the folder
// into a DuckDB file, credits every order into a table there, and prints {seconds, cpu_seconds, bytes_max, load_seconds, lines, sums} as JSON.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Cost } from '../ingest/cost.mjs';

const WINDOW_MS = 30 * 86_400_000;
const HALF_LIFE_MS = 7 * 86_400_000;
const PART_UNITS = 2 ** 40;

// Consecutive touches of one link are one, the last of them; where a model shares unevenly, the cents left over go to the largest remainders.
const CREDIT = `
  CREATE TABLE credit_lines AS
  WITH
    touched AS (
      SELECT o.conversion_id, o.order_id, o.at_ms, o.amount_minor, c.event_id AS touch_id, c.at_ms AS touch_ms, c.link_id,
        lead(c.link_id) OVER (PARTITION BY o.conversion_id ORDER BY c.at_ms, c.event_id) AS next_link
      FROM clicks AS c INNER JOIN orders AS o ON o.visitor_id = c.visitor_id
      WHERE c.class = 'human' AND c.at_ms <= o.at_ms AND c.at_ms > o.at_ms - ${WINDOW_MS}
    ),
    steps AS (
      SELECT *, row_number() OVER one AS place, count(*) OVER whole AS n, max(touch_ms) OVER whole AS latest_ms
      FROM touched WHERE next_link IS DISTINCT FROM link_id
      WINDOW one AS (PARTITION BY conversion_id ORDER BY touch_ms, touch_id), whole AS (PARTITION BY conversion_id)
    ),
    parted AS (
      SELECT * EXCLUDE (latest_ms),
        CAST(CASE WHEN n <= 2 THEN 1 WHEN place = 1 OR place = n THEN 40 * (n - 2) ELSE 20 END AS BIGINT) AS position_part,
        CAST(floor(pow(2.0, (touch_ms - latest_ms) / ${HALF_LIFE_MS}.0) * ${PART_UNITS} + 0.5) AS BIGINT) AS decay_part
      FROM steps
    ),
    totalled AS (
      SELECT *, sum(position_part) OVER whole AS position_whole, sum(decay_part) OVER whole AS decay_whole
      FROM parted WINDOW whole AS (PARTITION BY conversion_id)
    ),
    floored AS (
      SELECT *, CAST(position_part AS HUGEINT) * amount_minor AS position_product, CAST(decay_part AS HUGEINT) * amount_minor AS decay_product FROM totalled
    ),
    rested AS (
      SELECT *, position_product // position_whole AS position_floor, position_product % position_whole AS position_rest,
        decay_product // decay_whole AS decay_floor, decay_product % decay_whole AS decay_rest
      FROM floored
    ),
    ranked AS MATERIALIZED (
      SELECT *,
        row_number() OVER (PARTITION BY conversion_id ORDER BY position_rest DESC, place) AS position_rank, amount_minor - sum(position_floor) OVER whole AS position_left,
        row_number() OVER (PARTITION BY conversion_id ORDER BY decay_rest DESC, place) AS decay_rank, amount_minor - sum(decay_floor) OVER whole AS decay_left
      FROM rested WINDOW whole AS (PARTITION BY conversion_id)
    ),
    credited AS (
      SELECT 'first' AS model, conversion_id, order_id, at_ms, touch_id, link_id, place, 1.0::DOUBLE AS weight, amount_minor AS credit_minor FROM ranked WHERE place = 1
      UNION ALL SELECT 'last', conversion_id, order_id, at_ms, touch_id, link_id, place, 1.0, amount_minor FROM ranked WHERE place = n
      UNION ALL SELECT 'linear', conversion_id, order_id, at_ms, touch_id, link_id, place, 1.0 / n, amount_minor // n + (place <= amount_minor % n)::BIGINT FROM ranked
      UNION ALL
      SELECT 'position', conversion_id, order_id, at_ms, touch_id, link_id, place, position_part / position_whole, position_floor + (position_rank <= position_left)::BIGINT
      FROM ranked
      UNION ALL
      SELECT 'time_decay', conversion_id, order_id, at_ms, touch_id, link_id, place, decay_part / decay_whole, decay_floor + (decay_rank <= decay_left)::BIGINT FROM ranked
      UNION ALL
      SELECT model, conversion_id, order_id, at_ms, NULL, NULL, 0, 1.0, amount_minor
      FROM orders, (VALUES ('first'), ('last'), ('linear'), ('position'), ('time_decay')) AS models (model)
      WHERE conversion_id NOT IN (SELECT conversion_id FROM ranked)
    )
  SELECT model, conversion_id, order_id, coalesce(touch_id::VARCHAR, '(unattributed)') AS touch_id, place AS touch_position, l.creator_id, l.campaign_id, l.post_id,
    c.link_id, l.platform, weight, CAST(credit_minor AS BIGINT) AS amount_minor, 'EUR' AS currency, CAST(credit_minor AS BIGINT) AS amount_workspace_minor,
    'EUR' AS workspace_currency, 'credit' AS kind, at_ms AS event_ms
  FROM credited AS c LEFT JOIN links AS l ON l.link_id = c.link_id`;

const folder = process.argv[2];
const instance = await DuckDBInstance.create(join(folder, 'peer.duckdb'), {
  threads: '2',
  memory_limit: '4GB',
  temp_directory: join(folder, 'spill'),
  preserve_insertion_order: 'false',
});
const connection = await instance.connect();

const began_load_ms = performance.now();
for (const table of ['clicks', 'orders', 'links']) {
  await connection.run(`CREATE TABLE ${table} AS SELECT * FROM read_parquet('${join(folder, `${table}.parquet`)}')`);
}
await connection.run('CHECKPOINT');
const load_seconds = (performance.now() - began_load_ms) / 1_000;

const cost = new Cost(process.pid);
const began_ms = performance.now();
await connection.run(CREDIT);
await connection.run('CHECKPOINT');
const seconds = (performance.now() - began_ms) / 1_000;
const used = { cpu_seconds: cost.processorSeconds(), bytes_max: cost.peakBytes() };

const sums = await rowsOf(
  "SELECT model, coalesce(creator_id, '') AS creator_id, sum(amount_minor)::DOUBLE AS amount_minor, count(*)::DOUBLE AS lines FROM credit_lines WHERE weight > 0 OR amount_minor != 0 GROUP BY ALL ORDER BY ALL",
);
const lines = sums.reduce((sum, row) => sum + row.lines, 0);
process.stdout.write(JSON.stringify({ seconds, ...used, load_seconds, lines, sums }));

async function rowsOf(statement) {
  return (await connection.runAndReadAll(statement)).getRowObjects();
}
