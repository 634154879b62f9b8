// Attribution's benchmarks, by part; each part's file says what it measures and what its traps are.
//
//   npm run bench -- attribution [models|scale|heavy|large …] [--json] [options of the part]
//
// All parts but the large one run when none is named. A part exports `run(args)`, which gives { name, rows: [{ what, …, reached }], … }, and `lines(report)`, its table.
import * as heavy from './attribution/heavy.mjs';
import * as models from './attribution/models.mjs';
import { large, scale } from './attribution/scale.mjs';

const PARTS = { models, scale, heavy, large };
/** Takes long, and much of the disk. */
const ONLY_NAMED = ['large'];

const args = process.argv.slice(2);
const json = args.includes('--json');
const rest = args.filter((arg) => arg !== '--json');
const named = rest.filter((arg) => arg in PARTS);
const options = rest.filter((arg) => !(arg in PARTS));

const reports = {};
for (const name of named.length > 0 ? named : Object.keys(PARTS).filter((part) => !ONLY_NAMED.includes(part))) {
  const report = await PARTS[name].run(options);
  reports[name] = report;
  if (!json) process.stdout.write(`${PARTS[name].lines(report).join('\n')}\n`);
}
if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
