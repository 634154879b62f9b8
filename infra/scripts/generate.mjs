// Writes the pages that are made from code; with --check it only compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

const { ERRORS, describeSettings, loadConfig } = await import(pathToFileURL(join(ROOT, 'packages/runtime/dist/index.js')).href);

const errors = [
  '# Error codes',
  '',
  'Made from `packages/runtime/src/errors.ts` by `node infra/scripts/generate.mjs`. A code is never reused or renamed.',
  '',
  '| code | status | cause | remedy |',
  '|---|---|---|---|',
  ...Object.entries(ERRORS).map(([code, { status, cause, remedy }]) => `| ${code} | ${status} | ${cause} | ${remedy} |`),
  '',
].join('\n');

const empty = loadConfig({ TOUCHLINE_DATA: '/.touchline' });
const settings = [
  '# Settings',
  '',
  'Made from `packages/runtime/src/settings.ts` by `node infra/scripts/generate.mjs`. Each is an environment variable; `touchline config` prints the values in force.',
  '',
  '| setting | default | what it does |',
  '|---|---|---|',
  ...describeSettings(empty, {}).map(
    ({ name, value, description }) => `| ${name} | ${value === '/.touchline' ? '.touchline' : value || '(empty)'} | ${description.replaceAll('|', '\\|')} |`,
  ),
  '',
].join('\n');

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries({ 'docs/errors.md': errors, 'docs/settings.md': settings })) {
  const path = join(ROOT, name);
  if (!check) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    process.stdout.write(`${name} is not what the code says: run node infra/scripts/generate.mjs\n`);
    process.exitCode = 1;
  }
}
