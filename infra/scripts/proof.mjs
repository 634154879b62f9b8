// `npm run proof [-- --runs N --seed S --json]`: what the estimators say of worlds whose truth is known, and whether that holds.
import { join } from 'node:path';
import { prepare, ROOT, run } from './prepare.mjs';

prepare();
run(process.execPath, [join(ROOT, 'packages', 'proof', 'dist', 'main.js'), ...process.argv.slice(2)]);
