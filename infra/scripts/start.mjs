// `npm start`: installs, builds, and hands over to `touchline up`; what follows `--` is passed on.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from './prepare.mjs';

prepare();
process.argv.splice(2, 0, 'up');
// `npm start --no-demo` without the second `--` is npm's own flag and reaches us as a variable.
if (['', 'false'].includes(process.env.npm_config_demo)) process.argv.push('--no-demo');
await import(pathToFileURL(join(ROOT, 'packages/cli/dist/main.js')).href);
