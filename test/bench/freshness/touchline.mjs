import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort, loadConfig } from '@touchline/runtime';

const BIN = fileURLToPath(new URL('../../../packages/cli/bin/touchline.mjs', import.meta.url));
const READY_SECONDS_MAX = 120;
const LINKS_AT_ONCE = 16;
const PORTS = [
  'CONSOLE',
  'TRACKER',
  'COLLECTOR',
  'WAREHOUSE',
  ...['TRACKER', 'COLLECTOR', 'INGESTOR', 'AGGREGATOR', 'CONSOLE', 'FORWARDER'].map((name) => `${name}_ADMIN`),
];

/** A whole Touchline on a folder of its own and free ports, without the demo. */
export class Touchline {
  #environment;
  #child;

  constructor(folder, settings) {
    this.#environment = { ...process.env, TOUCHLINE_DATA: folder, TOUCHLINE_LOG_LEVEL: 'warn', ...settings };
  }

  get config() {
    return loadConfig(this.#environment);
  }

  async start() {
    const ports = new Set();
    while (ports.size < PORTS.length) ports.add(await freePort());
    for (const [index, port] of [...ports].entries()) this.#environment[`TOUCHLINE_${PORTS[index]}_PORT`] = String(port);
    this.#child = spawn(process.execPath, [BIN, 'up', '--no-demo'], { env: this.#environment, stdio: ['ignore', 'ignore', 'inherit'] });
    this.#cli('status', '--wait', `${READY_SECONDS_MAX}s`);
  }

  /** Makes links through the API and returns their slugs. */
  async makeLinks(count) {
    const { token } = JSON.parse(this.#cli('keys', 'create', '--json'));
    const base = `http://127.0.0.1:${this.config.TOUCHLINE_TRACKER_PORT}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const post = async (path, body) => {
      const answer = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    await post('/v1/creators', { id: 'mia', name: 'Mia', platform: 'instagram' });
    const slugs = [];
    for (let made = 0; made < count; made += LINKS_AT_ONCE) {
      const batch = Array.from({ length: Math.min(LINKS_AT_ONCE, count - made) }, (_, index) => made + index);
      const links = await Promise.all(batch.map((number) => post('/v1/links', { creator_id: 'mia', destination: `https://shop.example/products/${number}` })));
      slugs.push(...links.map(({ slug }) => slug));
    }
    return slugs;
  }

  /** The settings that let something wait for more of its kind, in milliseconds. */
  linger() {
    return { TOUCHLINE_INGEST_LINGER_MS: this.config.TOUCHLINE_INGEST_LINGER_MS };
  }

  async stop() {
    if (this.#child === undefined || this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await ended;
  }

  #cli(...args) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { env: this.#environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`touchline ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
}
