// Everybody's orders into ledger lines under every rule model, beside DuckDB; then again after a thousand clicks that came late.
//
//   npm run bench -- attribution scale [--json] [--touches 10000000] [--conversions 500000] [--late 1000] [--memory-mib 2048] [--no-peer] [--folder DIR]
//   npm run bench -- attribution large [the same options]
//
// `scale` is 10 million touches of 500,000 orders: aims twice DuckDB's pace, at most 4 GiB at the peak, and 5 % of the full run's time for the
// run after the late clicks. `large` is 100 million touches of 5 million orders without DuckDB: it completes in at most 8 GiB, and runs only when
// it is named (about 20 GB of disk and some minutes to make the market; `scale` takes about 5 GB).
//
// Ours is `runAttribution` from an empty ledger: it joins persons, finds journeys by exact windows, splits weights and cents by largest remainder
// in both currencies, and writes lines, members and the run's row into tables that take them durably. DuckDB gets the same clicks and orders in
// tables of its own and makes the same lines with the same cents, which is checked: sums by model and creator must be equal (time decay, whose
// weights each takes from its own power function, within a cent a line).
//
// Traps:
// - DuckDB's side is less work: the orders name the visitor, so nobody is joined; weights stay fractions; one currency; no refunds, no codes, no
//   earlier ledger to compare with; its table may be lost with the power. What loads either side's tables is not counted.
// - Its SQL is mine: window functions, one pass for all models, materialised once. Somebody who knows DuckDB better may find a faster way.
// - Once the ledger stands, clicks are put down by person for the runs that follow (the aggregator does it then, too). That is timed apart: nobody waits for it.
// - The late clicks come when the server has merged what was written before, and the run begins when it has merged them: neither the full run's lines
//   nor the market's clicks, of which a few more make it merge many, are the late run's work. In production merges go on beside.
// - Peak memory is the sum of the peaks of the server and of this process since the run began; the server's caches are in it. DuckDB has a limit
//   of 4 GB, so its peak says little; two threads each.
// - `seconds` is wall-clock: on a machine that does other work it says little. `cpu_seconds` grows too when others take the caches, though less.
// - Every person orders once and has equally many touches, more than anybody's customers have: few orders without a touch, long journeys.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkLedger, layClicksByPerson, runAttribution } from '@touchline/ledger';
import { merged } from '../ingest/merged.mjs';
import { fillMarket, lateClicks, WORKSPACE } from './market.mjs';
import { machine, startStore } from './store.mjs';

const PEER = fileURLToPath(new URL('duckdb.mjs', import.meta.url));
const PEER_BYTES_MAX = 67_108_864;
const GIBIBYTE = 1_073_741_824;
const MEBIBYTE = 1_048_576;
/** A run of a second or two is soon disturbed: of so many the middle one counts. */
const LATE_ROUNDS = 5;
const NOW_MS = Date.UTC(2026, 10, 1);

const SIZES = {
  scale: { touches: 10_000_000, conversions: 500_000, bytes_max: 4 * GIBIBYTE, peer: true },
  large: { touches: 100_000_000, conversions: 5_000_000, bytes_max: 8 * GIBIBYTE, peer: false },
};

export const scale = { run: (args) => run('scale', args), lines };
export const large = { run: (args) => run('large', args), lines };

async function run(name, args) {
  const size = SIZES[name];
  const options = { touches: { type: 'string' }, conversions: { type: 'string' }, late: { type: 'string' }, 'memory-mib': { type: 'string' } };
  const { values } = parseArgs({ args, options: { ...options, 'no-peer': { type: 'boolean' }, folder: { type: 'string' } } });
  const plan = {
    touches: Number(values.touches ?? size.touches),
    conversions: Number(values.conversions ?? size.conversions),
    late: Number(values.late ?? 1_000),
    ...(values['memory-mib'] === undefined ? {} : { memory_bytes: Number(values['memory-mib']) * MEBIBYTE }),
  };
  const store = await startStore(values.folder);
  try {
    progress('making the market');
    await fillMarket(store.warehouse, plan);
    progress('crediting everybody');
    const full = await credited(store, plan, NOW_MS);
    progress(side('Touchline, everybody', full));
    progress('putting clicks down by person');
    const laid = await store.watch(() => layClicksByPerson({ warehouse: store.warehouse, workspace_id: WORKSPACE }));
    const disk_bytes = await store.diskBytes();
    progress('checking the ledger');
    const balance = await checkLedger(store.warehouse, WORKSPACE);
    if (!balance.balanced || balance.waiting > 0) throw new Error(`the ledger does not balance: ${JSON.stringify(balance.problems.slice(0, 3))}`);
    const peer = size.peer && values['no-peer'] !== true ? await peerOf(store) : undefined;
    const late = await afterLateClicks(store, plan);
    return { name, machine: machine(), plan, disk_bytes, full, laid, late, ...(peer === undefined ? {} : { peer }), rows: judged({ full, late, peer }, size) };
  } finally {
    await store.stop();
  }
}

/** The middle one of some runs, each after so many new clicks. */
async function afterLateClicks(store, plan) {
  const runs = [];
  for (let round = 0; round < LATE_ROUNDS; round += 1) {
    progress(`${plan.late} clicks come late`);
    await merged(store.warehouse);
    await lateClicks(store.warehouse, { ...plan, touches: plan.touches + round * plan.late }, plan.late);
    await merged(store.warehouse);
    runs.push(await credited(store, plan, NOW_MS + 1 + round));
    progress(side(`  run ${round + 1} of ${LATE_ROUNDS}`, runs.at(-1)));
  }
  const sorted = runs.toSorted((one, other) => one.seconds - other.seconds);
  return { ...sorted[Math.floor(LATE_ROUNDS / 2)], all_seconds: runs.map(({ seconds }) => seconds) };
}

async function credited({ watch, warehouse }, { memory_bytes }, now_ms) {
  const request = { warehouse, workspace_id: WORKSPACE, now: new Date(now_ms), ...(memory_bytes === undefined ? {} : { memory_bytes }) };
  const { result, ...used } = await watch(() => runAttribution(request));
  if (result.nothing_new) throw new Error('the run found nothing to credit');
  return { ...used, conversions: result.conversions, lines: result.lines_written };
}

async function peerOf(store) {
  progress('handing DuckDB the same');
  const at = (column) => `toUnixTimestamp64Milli(${column}) AS at_ms`;
  await store.parquet(
    'clicks.parquet',
    `SELECT toString(event_id) AS event_id, ${at('occurred_at')}, person.visitor_id AS visitor_id, payload.link_id AS link_id, payload.class AS class FROM click_facts`,
  );
  await store.parquet(
    'orders.parquet',
    `SELECT toString(event_id) AS conversion_id, payload.order_id AS order_id, ${at('occurred_at')}, person.visitor_id AS visitor_id, payload.amount_minor AS amount_minor FROM order_facts`,
  );
  await store.parquet('links.parquet', 'SELECT link_id, creator_id, campaign_id, post_id, platform FROM links');
  progress('DuckDB credits everybody');
  const { stdout, stderr, status } = spawnSync(process.execPath, [PEER, store.folder], { encoding: 'utf8', maxBuffer: PEER_BYTES_MAX });
  if (status !== 0) throw new Error(`DuckDB: ${stderr.slice(-2_000)}`);
  const { sums, ...peer } = JSON.parse(stdout);
  await compare(store, sums);
  return peer;
}

/** Both made the same of the same. */
async function compare({ warehouse }, sums) {
  const rows = await warehouse.query(
    `SELECT model, if(touch_id = '(unattributed)', '', creator_id) AS creator, sum(amount_minor) AS amount_minor, count() AS lines
     FROM ledger_lines GROUP BY ALL`,
  );
  const ours = new Map(
    rows.map(({ model, creator, amount_minor, lines }) => [`${model} ${creator}`, { amount_minor: Number(amount_minor), lines: Number(lines) }]),
  );
  if (ours.size !== sums.length) throw new Error(`${ours.size} sums of ours, ${sums.length} of DuckDB's`);
  for (const { model, creator_id, amount_minor, lines } of sums) {
    const own = ours.get(`${model} ${creator_id}`);
    const apart = Math.abs((own?.amount_minor ?? Number.NaN) - amount_minor);
    if (!(apart <= (model === 'time_decay' ? lines : 0)))
      throw new Error(`${model} of ${creator_id}: ${own?.amount_minor} of ours, ${amount_minor} of DuckDB's`);
  }
}

function judged({ full, late, peer }, { bytes_max }) {
  const pace =
    peer === undefined ? [] : [{ what: 'pace, DuckDB 1', value: peer.seconds / full.seconds, aim: 'at least 2', reached: peer.seconds / full.seconds >= 2 }];
  return [
    ...pace,
    { what: 'peak memory, GiB', value: full.bytes_max / GIBIBYTE, aim: `at most ${bytes_max / GIBIBYTE}`, reached: full.bytes_max <= bytes_max },
    { what: 'late clicks, % of the full run', value: (late.seconds / full.seconds) * 100, aim: 'at most 5', reached: late.seconds <= full.seconds * 0.05 },
  ];
}

function side(what, { seconds, cpu_seconds, bytes_max, lines: count }) {
  const used = `${seconds.toFixed(2).padStart(9)} s ${cpu_seconds.toFixed(1).padStart(9)} CPU s ${(bytes_max / MEBIBYTE).toFixed(0).padStart(7)} MiB`;
  return `  ${what.padEnd(27)} ${used}${count === undefined ? '' : ` ${String(count).padStart(11)} lines`}`;
}

function lines({ name, machine: { processor, cores }, plan, disk_bytes, full, laid, late, peer, rows }) {
  return [
    `${name}: ${plan.touches} touches, ${plan.conversions} orders, on ${processor}, ${cores} cores; ${(disk_bytes / GIBIBYTE).toFixed(1)} GiB of disk`,
    side('Touchline, everybody', full),
    ...(peer === undefined ? [] : [side('DuckDB, everybody', peer)]),
    side('Touchline, clicks by person', laid),
    side(`Touchline, ${plan.late} late clicks`, late),
    ...rows.map(({ what, value, aim, reached }) => `  ${what.padEnd(32)} ${value.toFixed(2).padStart(8)}   ${aim}: ${reached ? 'reached' : 'missed'}`),
  ];
}

function progress(what) {
  process.stderr.write(`${what}\n`);
}
