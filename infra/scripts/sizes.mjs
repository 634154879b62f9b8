// A file is one noun: no source file over 500 lines, 90 % under 300, half under 100.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

const LINES_MAX = 500;
const P90_MAX = 300;
const MEDIAN_MAX = 100;
const SOURCE = /\.(ts|tsx|mts|mjs|cjs|sql|css|sh)$/;

const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
const sizes = stdout
  .split('\n')
  .filter((path) => SOURCE.test(path) && existsSync(join(ROOT, path)))
  .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);
const at = (share) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))]?.lines ?? 0;

const problems = sizes.filter(({ lines }) => lines > LINES_MAX).map(({ path, lines }) => `${path}: ${lines} lines, ${LINES_MAX} at most`);
if (at(0.9) > P90_MAX) problems.push(`one file in ten has more than ${P90_MAX} lines (${at(0.9)})`);
if (at(0.5) > MEDIAN_MAX) problems.push(`the median file has more than ${MEDIAN_MAX} lines (${at(0.5)})`);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(`${sizes.length} files, median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)} lines\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
