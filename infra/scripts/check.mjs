// `npm run check`: types, lint and format, import directions and cycles, unused code, file sizes, generated pages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build, checkNode, install, ROOT, tool } from './prepare.mjs';

checkNode();
install();
build();

const CHECKS = [
  ['types of the console', tool('tsc'), ['-p', 'services/console/web/tsconfig.json', '--noEmit']],
  ['types of the tests', tool('tsc'), ['-p', 'test/tsconfig.json', '--noEmit']],
  ['lint and format', tool('biome'), ['ci', '--error-on-warnings', '--colors=off']],
  ['import directions and cycles', tool('depcruise'), ['--config', '.dependency-cruiser.cjs', 'packages', 'services', 'test']],
  ['unused files, exports and dependencies', tool('knip'), []],
  ['file sizes', process.execPath, ['infra/scripts/sizes.mjs']],
  ['generated pages', process.execPath, ['infra/scripts/generate.mjs', '--check']],
];

/** Runs one to its end; what it says is kept until it is known whether anybody wants to read it. */
async function check([name, command, args]) {
  const started = performance.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  }
  const [status] = await once(child, 'close');
  return { name, status, said, seconds: ((performance.now() - started) / 1000).toFixed(1) };
}

let failed = 0;
const waiting = [...CHECKS];
/** As many at a time as there are processors; each is told when it is done. */
async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, status, said, seconds } = await check(next);
    process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
    if (status === 0) continue;
    failed += 1;
    process.stdout.write(`${said}\n`);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.stdout.write(failed === 0 ? 'all checks passed\n' : `${failed} of ${CHECKS.length} checks failed (in ${join(ROOT)})\n`);
process.exitCode = failed === 0 ? 0 : 1;
