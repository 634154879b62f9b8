// `npm run check`: types, lint and format, import directions and cycles, unused code, file sizes, generated pages.
import { spawnSync } from 'node:child_process';
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

let failed = 0;
for (const [name, command, args] of CHECKS) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status === 0) continue;
  failed += 1;
  process.stdout.write(`${stdout}${stderr}\n`);
}
process.stdout.write(failed === 0 ? 'all checks passed\n' : `${failed} of ${CHECKS.length} checks failed (in ${join(ROOT)})\n`);
process.exitCode = failed === 0 ? 0 : 1;
