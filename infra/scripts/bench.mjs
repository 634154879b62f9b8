// `npm run bench -- <name> [options]`: installs, builds and runs one benchmark of test/bench.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { headOf } from './options.mjs';
import { prepare, ROOT, run } from './prepare.mjs';

const FOLDER = join(ROOT, 'test', 'bench');
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length));
const [name = '', ...options] = process.argv.slice(2);

if (names.includes(name) && options.includes('--help')) {
  process.stdout.write(`${headOf(join(FOLDER, `${name}.mjs`))}\n`);
} else if (names.includes(name)) {
  prepare();
  run(process.execPath, [join(FOLDER, `${name}.mjs`), ...options]);
} else {
  process.stderr.write(`Usage: npm run bench -- <${names.join('|')}> [options]. With --help it says what it measures and what its traps are.\n`);
  process.exitCode = 1;
}
