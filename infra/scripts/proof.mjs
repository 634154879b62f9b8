// `npm run proof [-- --runs N --seed S --json]`: what the estimators say of worlds whose truth is known, and whether that holds.
// `npm run proof -- --end-to-end [--visitors N --seed S --keep FOLDER]`: one such world through the real tracker, collector, log and warehouse,
// and its report by mail; --visitors 2000 is the short form, --keep puts the mail, page and PDF into a folder.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { prepare, ROOT, tool } from './prepare.mjs';

const VISITORS_MIN = 1_000;

const given = process.argv.slice(2);
const option = (name, otherwise) => (given.includes(name) ? (given[given.indexOf(name) + 1] ?? '') : otherwise);

function wholeNumber(name, otherwise, least) {
  const text = option(name, otherwise);
  if (/^\d{1,7}$/.test(text) && Number(text) >= least) return text;
  process.stderr.write(`${name}: expected a whole number from ${least} on, got ${text}\n`);
  process.exit(2);
}

function endToEnd() {
  const env = {
    ...process.env,
    TOUCHLINE_PROOF_VISITORS: wholeNumber('--visitors', '50000', VISITORS_MIN),
    TOUCHLINE_PROOF_SEED: wholeNumber('--seed', '1', 1),
    ...(given.includes('--keep') ? { TOUCHLINE_PROOF_KEEP: resolve(option('--keep', '')) } : {}),
  };
  return spawnSync(tool('vitest'), ['run', 'test/proof/end-to-end.test.ts'], { cwd: ROOT, stdio: 'inherit', env });
}

function table() {
  return spawnSync(process.execPath, [join(ROOT, 'packages', 'proof', 'dist', 'main.js'), ...given], { cwd: ROOT, stdio: 'inherit' });
}

prepare();
process.exitCode = (given.includes('--end-to-end') ? endToEnd() : table()).status ?? 1;
