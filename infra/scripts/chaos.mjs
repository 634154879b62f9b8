// `npm run chaos -- --rounds N --seed S [--kafka|--local] [--json]`: faults drawn by the seed under a steady load, then the books.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readOptions } from './options.mjs';
import { prepare, ROOT, tool } from './prepare.mjs';

const values = readOptions(fileURLToPath(import.meta.url), {
  rounds: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  kafka: { type: 'boolean', default: false },
  local: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
});
for (const name of ['rounds', 'seed']) {
  if (/^[1-9]\d{0,8}$/.test(values[name])) continue;
  process.stderr.write(`--${name}: expected a whole number from 1 on, got ${values[name]}\n`);
  process.exit(2);
}
if (values.kafka && values.local) {
  process.stderr.write('--kafka, --local: only one of them\n');
  process.exit(2);
}
prepare();
process.exitCode = run(await logOf());

/** Kafka wherever a broker can be started, since that is the harder one; else the local log. */
async function logOf() {
  if (values.local) return 'local';
  const { whyNoBroker } = await import(pathToFileURL(join(ROOT, 'packages/kafka-broker/dist/index.js')).href);
  const why = await whyNoBroker();
  if (why === undefined) return 'kafka';
  if (values.kafka) {
    process.stderr.write(`--kafka: ${why}\n`);
    process.exit(1);
  }
  process.stderr.write(`On the local log: no Kafka, as ${why}.\n`);
  return 'local';
}

/** With --json the document alone goes to the standard output. */
function run(log) {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-chaos-'));
  const result = join(folder, 'result.json');
  const env = { ...process.env, TOUCHLINE_CHAOS_ROUNDS: values.rounds, TOUCHLINE_CHAOS_SEED: values.seed, TOUCHLINE_CHAOS_RESULT: result };
  const stdio = ['inherit', values.json ? process.stderr : 'inherit', 'inherit'];
  const { status } = spawnSync(tool('vitest'), ['run', `test/chaos/${log}.test.ts`], { cwd: ROOT, stdio, env });
  if (values.json && existsSync(result)) process.stdout.write(`${readFileSync(result, 'utf8')}\n`);
  rmSync(folder, { recursive: true });
  return status ?? 1;
}
