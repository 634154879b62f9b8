// Fitted models on aggregated paths: exact Markov chains, the removal game, and bootstrap intervals.
//
//   npm run bench -- attribution models [--json] [--rows 10000] [--rounds 9]
//
// Rows are made from a fixed stream of numbers: paths of 5 steps in the mean, channels evenly at random ("even", which no real data is, and which
// leaves no structure to use) or few common and many rare ("skewed", as creators are). Before the clock starts they are distinct paths in
// memory; a file of them is read in about the time `read` says. The median of the rounds counts.
//
// Traps:
// - One thread. Other work on the cores shows in wall time; `cpu_ms`, which is compared with the aim, has it only by shared caches and clocks.
// - The first round compiles; that is what one run of the command pays, so it is shown too. The next two or three still do, a little: hence nine.
// - Order 1 up to 512 channels is one factorisation; above, and at higher orders, sparse sweeps, whose number depends on the data.
import { parseArgs } from 'node:util';
import { attributePaths, bootstrap, MarkovChain, ownWeights, PathBook, RemovalGame } from '../../../packages/attribution/dist/index.js';

const REPLICATES = 300;
const STEPS_MEAN = 5;

export async function run(args) {
  const { values } = parseArgs({ args, options: { rows: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '9' } } });
  const plan = { rows: Number(values.rows), rounds: Number(values.rounds), replicates: REPLICATES };
  const few = pathsOf(plan.rows, 12, 'even');
  const [even, skewed] = [pathsOf(plan.rows, 2_000, 'even'), pathsOf(plan.rows, 2_000, 'skewed')];
  const chain = new MarkovChain(few, 1);
  const fit = (paths, order) => () => new MarkovChain(paths, order).effects();
  const cases = [
    ['read: rows into distinct paths, 12 channels', undefined, () => pathsOf(plan.rows, 12, 'even')],
    ['Markov order 1, 12 channels', 10, fit(few, 1)],
    ['Markov order 2, 12 channels', undefined, fit(few, 2)],
    ['Markov order 3, 12 channels', 1_000, fit(few, 3)],
    ['Markov order 4, 12 channels', undefined, fit(few, 4)],
    ['Markov order 1, 2,000 channels even', 2_000, fit(even, 1)],
    ['Markov order 1, 2,000 channels skewed', 2_000, fit(skewed, 1)],
    [
      `${REPLICATES} replicates of Markov order 1, 12 channels`,
      1_000,
      () => bootstrap(few, { replicates: REPLICATES, seed: 1 }, (weights) => chain.effects(weights).removal_effects),
    ],
    ['Shapley, 12 channels, every coalition', undefined, () => new RemovalGame(few).shares(ownWeights(few))],
    ['linear, 12 channels', undefined, () => attributePaths(few, { name: 'linear' })],
  ];
  return { name: 'models', plan, rows: cases.map(([what, aim_ms, work]) => ({ what, ...timed(work, plan.rounds), ...judged(aim_ms) })).map(reached) };
}

const judged = (aim_ms) => (aim_ms === undefined ? {} : { aim_ms });
const reached = (row) => (row.aim_ms === undefined ? row : { ...row, reached: row.cpu_ms <= row.aim_ms });

function timed(work, rounds) {
  const [wall, cpu] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const [began, before] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - began);
    cpu.push((user + system) / 1_000);
  }
  return { cpu_ms: median(cpu), wall_ms: median(wall), first_cpu_ms: cpu[0] };
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function pathsOf(rows, channels, spread) {
  const next = drawing(20_260_301);
  const pick = () => Math.floor(spread === 'even' ? next() * channels : channels ** next());
  const book = new PathBook({ name: 'collapsed' });
  for (let row = 0; row < rows; row += 1) {
    const length = 1 + Math.floor(-Math.log(1 - next()) * (STEPS_MEAN - 0.5));
    const path = Array.from({ length }, () => `channel ${pick()}`);
    const conversions = Math.floor(next() * 3);
    book.add(path, { conversions, value: conversions * next() * 100, nulls: Math.floor(next() * 10) });
  }
  return book.paths();
}

/** Numbers in [0, 1), the same each time. */
function drawing(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function lines({ plan, rows }) {
  const cells = rows.map(({ what, cpu_ms, wall_ms, first_cpu_ms, aim_ms, reached: good }) => [
    what,
    cpu_ms.toFixed(1),
    first_cpu_ms.toFixed(1),
    wall_ms.toFixed(1),
    aim_ms === undefined ? '' : String(aim_ms),
    good === undefined ? '' : good ? 'reached' : 'NOT reached',
  ]);
  const head = ['', 'cpu ms', 'first', 'wall ms', 'aim ms', ''];
  const widths = head.map((_title, column) => Math.max(...[head, ...cells].map((row) => row[column].length)));
  const table = [head, ...cells].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  return [`${plan.rows} path rows, medians of ${plan.rounds} rounds`, '', ...table];
}
