// `npm run chaos -- --rounds N --seed S`: kill -9 of a process drawn by the seed, N times under load, then the books.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { prepare, ROOT, tool } from './prepare.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } } });
for (const [name, value] of Object.entries(values)) {
  if (/^\d{1,9}$/.test(value)) continue;
  process.stderr.write(`--${name}: expected a whole number, got ${value}\n`);
  process.exit(2);
}
prepare();
const env = { ...process.env, TOUCHLINE_CHAOS_ROUNDS: values.rounds, TOUCHLINE_CHAOS_SEED: values.seed };
const { status } = spawnSync(tool('vitest'), ['run', 'test/chaos'], { cwd: ROOT, stdio: 'inherit', env });
process.exitCode = status ?? 1;
