// One person with 100,000 touches, a bot that passed, among everybody else's: does it change what a run needs at its peak?
//
//   npm run bench -- attribution heavy [--json] [--touches 2000000] [--conversions 100000] [--heavy 100000] [--memory-mib 2048] [--folder DIR]
//
// The same market twice, each in a ClickHouse of its own: once as it is, once with so many touches more in the window of one person's order. Aim: the
// peak of server and process together differs by at most 10 %. No touch is dropped: the run with the bot writes its lines too, which is checked.
//
// Traps:
// - A peak is what the allocator held, not what was needed: two runs of the same market differ by some per cent too.
// - On a small market the bot is a larger part of everything, and 10 % is a stricter aim.
import { parseArgs } from 'node:util';
import { runAttribution } from '@touchline/ledger';
import { fillMarket, heavyPerson, WORKSPACE } from './market.mjs';
import { machine, startStore } from './store.mjs';

const MEBIBYTE = 1_048_576;
const RATIO_MAX = 1.1;
const NOW_MS = Date.UTC(2026, 10, 1);

export async function run(args) {
  const options = { touches: { type: 'string' }, conversions: { type: 'string' }, heavy: { type: 'string' }, 'memory-mib': { type: 'string' } };
  const { values } = parseArgs({ args, options: { ...options, folder: { type: 'string' } } });
  const plan = {
    touches: Number(values.touches ?? 2_000_000),
    conversions: Number(values.conversions ?? 100_000),
    heavy: Number(values.heavy ?? 100_000),
    ...(values['memory-mib'] === undefined ? {} : { memory_bytes: Number(values['memory-mib']) * MEBIBYTE }),
  };
  const [plain, heavy] = [await measured(plan, 0, values.folder), await measured(plan, plan.heavy, values.folder)];
  const ratio = heavy.bytes_max / plain.bytes_max;
  // Linear, position and time decay have a line for each touch; repeats of a link are one.
  if (heavy.lines - plain.lines < plan.heavy) throw new Error(`${heavy.lines - plain.lines} more lines: touches were dropped`);
  return {
    name: 'heavy',
    machine: machine(),
    plan,
    plain,
    heavy,
    rows: [{ what: 'peak memory, without 1', value: ratio, aim: 'at most 1.1', reached: ratio <= RATIO_MAX }],
  };
}

async function measured(plan, heavy, folder) {
  const store = await startStore(folder);
  try {
    process.stderr.write(`a market ${heavy === 0 ? 'without' : `with a person of ${heavy} touches`}\n`);
    await fillMarket(store.warehouse, plan);
    if (heavy > 0) await heavyPerson(store.warehouse, plan, heavy);
    const { memory_bytes } = plan;
    const request = { warehouse: store.warehouse, workspace_id: WORKSPACE, now: new Date(NOW_MS), ...(memory_bytes === undefined ? {} : { memory_bytes }) };
    const { result, ...used } = await store.watch(() => runAttribution(request));
    return { ...used, lines: result.lines_written };
  } finally {
    await store.stop();
  }
}

export function lines({ machine: { processor, cores }, plan, plain, heavy, rows }) {
  const side = (what, { seconds, clickhouse_bytes_max, node_bytes_max, lines: count }) =>
    `  ${what.padEnd(32)} ${seconds.toFixed(2).padStart(8)} s ${(clickhouse_bytes_max / MEBIBYTE).toFixed(0).padStart(6)} + ${(node_bytes_max / MEBIBYTE).toFixed(0).padStart(4)} MiB ${String(count).padStart(11)} lines`;
  return [
    `heavy: ${plan.touches} touches, ${plan.conversions} orders, on ${processor}, ${cores} cores; memory of ClickHouse + Node`,
    side('without', plain),
    side(`with a person of ${plan.heavy}`, heavy),
    ...rows.map(({ what, value, aim, reached }) => `  ${what.padEnd(32)} ${value.toFixed(3).padStart(8)}   ${aim}: ${reached ? 'reached' : 'missed'}`),
  ];
}
