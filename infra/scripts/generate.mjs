// Writes the pages that are made from code; with --check it only compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

const { ERRORS, METRICS, describeSettings, loadConfig } = await import(pathToFileURL(join(ROOT, 'packages/runtime/dist/index.js')).href);

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

const cell = (text) => text.replaceAll('|', '\\|');
const labelsOf = ({ labels = {} }) => Object.entries(labels).map(([name, values]) => `\`${name}\`: ${values}`);
const metrics = [
  '# Metrics',
  '',
  'Made from `packages/runtime/src/metrics/catalogue.ts` by `node infra/scripts/generate.mjs`. Every process shows its own at `/metrics` on its loopback admin port, in the Prometheus text format; those of the process itself (`process_…`, `nodejs_…`: CPU, memory, event loop, garbage collection) are prom-client’s defaults.',
  '',
  'No label holds anything that people send: its values are those named here, so their number is bounded.',
  '',
  '| metric | type | shown by | what it says | labels |',
  '|---|---|---|---|---|',
  ...Object.entries(METRICS).map(([name, entry]) => `| ${name} | ${entry.type} | ${entry.by} | ${cell(entry.help)} | ${cell(labelsOf(entry).join('; '))} |`),
  '',
].join('\n');

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries({ 'docs/errors.md': errors, 'docs/settings.md': settings, 'docs/metrics.md': metrics })) {
  const path = join(ROOT, name);
  if (!check) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    process.stdout.write(`${name} is not what the code says: run node infra/scripts/generate.mjs\n`);
    process.exitCode = 1;
  }
}
