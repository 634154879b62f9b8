// The sums of an experiment's arms, beside the join that a textbook would write.
//
// Aim: 10 million assigned units with 12 million orders in 10 s on two cores (`--units 10000000`; filling the tables takes minutes).
// Both sides in one run, over the same tables of a ClickHouse of its own, in turn after a warm-up each. The textbook's join gives a
// unit's outcome in its window and nothing else: no covariate, no cap, no unit in two arms, no refund; it is there to show what the
// rest costs.
//
// Traps:
// - `seconds` is wall-clock: on a machine that does other work it says little. `cpu_seconds` is what the server's threads used, which
//   grows too when others take the caches, though less.
// - `memory_mib` is the most the server held since the round began, its caches included.
// - What was just written is merged in the background for a while; the rounds begin when that is over, as it is in a store that has been
//   filled over weeks.
// - The tables were written in order and lie in few parts; one order in 1.2 is by an assigned unit, spread evenly.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armSums } from '@touchline/lift';
import { loadConfig } from '@touchline/runtime';
import { openWarehouse, startLocalServer } from '@touchline/warehouse';
import { merged } from '../ingest/merged.mjs';

export const ARM_SUMS_AIMS = { 'seconds of 10 million units': 10 };

const ROUNDS = 3;
const CHUNK = 1_000_000;
const ORDERS_PER_UNIT = 1.2;
const TICKS_PER_SECOND = 100;
const EXPERIMENT = {
  ...{ design: 'user_holdout', unit: 'customer', metric: { kind: 'revenue' }, started_at: '2026-03-01T00:00:00Z', winsorising_cap_minor: 8_000 },
  ...{ pre_period: { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }, conversion_window_ms: 7 * 86_400_000 },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'treated', weight: 1 },
  ],
};

const HEAD = 'type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload, _topic, _partition, _offset';
const assignments = (from, count) => `
  INSERT INTO assignment_facts (${HEAD})
  SELECT 'experiment_assigned', 1, generateUUIDv4(number), 'w', toDateTime64('2026-03-01', 3, 'UTC') + toIntervalMillisecond(number % 600000000) AS at, at, 'api', 'k',
    ('', concat('c', toString(number)), '', '', ''), ('x', if(cityHash64(number, 1) % 2 = 0, 'control', 'treated'), 'customer', '', 'imported', '', ''), 'exposures', 0, number
  FROM numbers(${from}, ${count})`;
const orders = (from, count, units) => `
  INSERT INTO order_facts (${HEAD})
  SELECT 'order_placed', 2, generateUUIDv4(number), 'w', toDateTime64('2026-02-25', 3, 'UTC') + toIntervalMillisecond(cityHash64(number, 7) % 1800000000) AS at, at, 'api', 'k',
    ('', concat('c', toString(cityHash64(number, 3) % ${units})), '', '', ''),
    (toString(number), 1000 + cityHash64(number, 5) % 9000, 'EUR', '', '', [], [], 'DE', '', NULL, 'order'), 'conversions', 0, number
  FROM numbers(${from}, ${count})`;
const TEXTBOOK = `
  SELECT arm, count() AS n, sum(y) AS y_sum, sum(toInt128(y) * y) AS y_sum_squares
  FROM (
    SELECT a.customer AS customer, any(a.arm) AS arm, sumIf(o.amount, o.at >= a.at AND o.at < a.at + INTERVAL 7 DAY) AS y
    FROM (SELECT person.customer_id AS customer, payload.arm AS arm, occurred_at AS at FROM assignment_facts FINAL) AS a
    LEFT JOIN (SELECT person.customer_id AS customer, payload.amount_minor AS amount, occurred_at AS at FROM order_facts FINAL) AS o ON o.customer = a.customer
    GROUP BY customer
  )
  GROUP BY arm ORDER BY arm`;

/** @returns figures of the sums and of the textbook's join: medians over the rounds */
export async function measureArmSums({ units }) {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
  const server = await startLocalServer({ config: loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' }) });
  const warehouse = openWarehouse(server.config);
  try {
    await warehouse.migrate();
    await fill(warehouse, units);
    await merged(warehouse);
    const request = { warehouse, workspace_id: 'w', currency: 'EUR', experiment_id: 'x', experiment: EXPERIMENT, until: new Date('2026-05-01') };
    const ways = { 'arm sums': () => armSums(request).then(({ arms }) => arms), 'textbook join': () => warehouse.query(TEXTBOOK) };
    const rounds = { 'arm sums': [], 'textbook join': [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, way] of Object.entries(ways)) {
        const figures = await observed(server.pid, way, units);
        process.stderr.write(`${round === 0 ? 'warm-up' : `round ${round}/${ROUNDS}`} ${name}: ${figures.seconds.toFixed(1)} s\n`);
        if (round > 0) rounds[name].push(figures);
      }
    }
    const [sums, textbook] = ['arm sums', 'textbook join'].map((name) => medians(rounds[name]));
    if (sums.y_sum !== textbook.y_sum) throw new Error('the two ways disagree');
    return { 'arm sums': sums, 'textbook join': textbook, ratio: { 'cpu of the textbook': sums.cpu_seconds / textbook.cpu_seconds } };
  } finally {
    await warehouse.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(warehouse, units) {
  for (const [total, insert] of [
    [units, assignments],
    [Math.round(units * ORDERS_PER_UNIT), orders],
  ]) {
    for (let from = 0; from < total; from += CHUNK) {
      await warehouse.command(insert(from, Math.min(CHUNK, total - from), units));
      process.stderr.write(`filled ${Math.min(from + CHUNK, total)} of ${total}\n`);
    }
  }
}

async function observed(pid, way, units) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const [began, cpu] = [performance.now(), cpuSeconds(pid)];
  const arms = await way();
  const seconds = (performance.now() - began) / 1000;
  const counted = arms.reduce((sum, { n }) => sum + n, 0);
  if (counted !== units) throw new Error(`${counted} of ${units} units counted`);
  return { seconds, cpu_seconds: cpuSeconds(pid) - cpu, memory_mib: memoryMib(pid), y_sum: arms.reduce((sum, { y_sum }) => sum + y_sum, 0) };
}

/** User and system time of all threads (proc(5)). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function memoryMib(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function medians(rounds) {
  const names = Object.keys(rounds[0]);
  const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return Object.fromEntries(names.map((name) => [name, middle(rounds.map((figures) => figures[name]))]));
}
