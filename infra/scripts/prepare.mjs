// Installs and builds what is not installed and built yet. Plain JavaScript, so that it runs before anything is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PNPM = 'pnpm@12.21.0';
const NODE_LEAST = [20, 19];

/** Ends the process with one line when this Node.js is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1])) return;
  process.stderr.write(`Touchline needs Node.js ${NODE_LEAST.join('.')} or newer, this is ${process.versions.node}. Install a newer one. [TL_NODE_TOO_OLD]\n`);
  process.exit(1);
}

/** Runs a command in the repository; ends the process when it fails. */
export function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (status !== 0) process.exit(status ?? 1);
}

/** A program from the installed development dependencies. */
export function tool(name) {
  return join(ROOT, 'node_modules', '.bin', name);
}

function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

/** Does the work unless it was done for exactly these inputs. */
function once(stamp, digest, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  work();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, digest);
}

export function install() {
  const manifests = ['packages', 'services']
    .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name, 'package.json')))
    .filter((path) => existsSync(path));
  const inputs = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'test/package.json'].map((name) => join(ROOT, name));
  once(join(ROOT, 'node_modules', '.touchline-installed'), digestOf([...inputs, ...manifests]), () => {
    process.stderr.write('Installing packages from the npm registry …\n');
    run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=silent']);
  });
}

export function build() {
  run(tool('tsc'), ['-b']);
  const app = join(ROOT, 'services', 'console');
  const inputs = [...filesUnder(join(app, 'web')), join(ROOT, 'pnpm-lock.yaml')];
  once(join(app, 'web-dist', '.built'), digestOf(inputs), () => {
    process.stderr.write('Building the console …\n');
    run(join(app, 'node_modules', '.bin', 'vite'), ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'], { cwd: app });
  });
}

export function prepare() {
  checkNode();
  install();
  build();
}
