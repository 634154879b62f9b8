// The table of `npm run proof [-- --runs N --seed S --json]`; exits with 1 when a bound is missed.
import { parseArgs } from 'node:util';
import { Progress } from './progress.js';
import { prove, TRIALS } from './proof.js';
import { tableOf } from './table.js';

const RUNS_MAX = 1_000_000;
const BAD_INPUT = 2;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
});

const [runs, seed] = [wholeNumber('runs', values.runs), wholeNumber('seed', values.seed)];
const progress = new Progress(TRIALS.length * runs, 'worlds');
const findings = prove({ runs, seed, onProgress: (done, total, design) => progress.update(done, total, design) });
progress.stop();
process.stdout.write(values.json ? `${JSON.stringify({ runs, seed, findings }, null, 2)}\n` : tableOf(findings));
process.exitCode = findings.every(({ held }) => held) ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= 1 && value <= RUNS_MAX) return value;
  process.stderr.write(`--${name}: expected a whole number from 1 to ${RUNS_MAX}, got ${text}\n`);
  process.exit(BAD_INPUT);
}
