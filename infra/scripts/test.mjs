// `npm test`: installs, builds, runs every suite, and ends with one line over all of them.
import { spawnSync } from 'node:child_process';
import { prepare, ROOT, tool } from './prepare.mjs';

prepare();
const { status } = spawnSync(tool('vitest'), ['run', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status ?? 1;
