import { type Config, collectorUrl, consoleUrl, loadConfig, trackerUrl } from '@touchline/runtime';
import type { Command } from 'commander';
import { fillDemo, type Tell } from '../demo.js';
import { print } from '../output.js';
import { Progress } from '../progress.js';
import { makeWorkspaces, readDemo } from '../supervisor/first-start.js';
import { lockData } from '../supervisor/lock.js';
import { checkPorts } from '../supervisor/ports.js';
import { Supervisor } from '../supervisor/supervisor.js';

export function upCommand(command: Command): void {
  command.option('--no-demo', 'leave the simulated workspace out on the very first start').action(async (options: { demo: boolean }) => {
    // Quiet by default: the processes below read the same environment.
    process.env['TOUCHLINE_LOG_LEVEL'] ??= 'warn';
    if (!options.demo) process.env['TOUCHLINE_DEMO'] = 'false';
    const base = loadConfig();
    // The console's landing page stands in for a shop on this machine; no other loopback address may be a destination.
    process.env['TOUCHLINE_TRUSTED_DESTINATIONS'] ??= consoleUrl(base);
    await up(loadConfig());
  });
}

async function up(config: Config): Promise<void> {
  const unlock = lockData(config);
  try {
    await checkPorts(config);
    await run(config);
  } finally {
    unlock();
  }
}

async function run(config: Config): Promise<void> {
  const stopAsked = stopSignal();
  const ended = new AbortController();
  const newKey = await makeWorkspaces(config);
  let greeted = false;
  const supervisor = new Supervisor(config);
  try {
    const limping = await Promise.race([supervisor.start(), stopAsked]);
    if (limping === 'stop') return;
    greeted = true;
    greet(config, newKey);
    for (const { name, detail } of limping) process.stderr.write(`The ${name} cannot work yet: ${detail}. Everything else is up.\n`);
    await Promise.race([showDemo(config, supervisor, ended.signal), stopAsked]);
    await stopAsked;
  } finally {
    // There is no other time to show it, not even after a start that failed.
    if (newKey !== undefined && !greeted) print(keyLines(newKey).join('\n'));
    process.stderr.write('\nStopping …\n');
    ended.abort();
    await supervisor.stop();
  }
}

/** Resolves once when the person (Ctrl-C) or the system (SIGTERM) asks for the end; further signals change nothing. */
function stopSignal(): Promise<'stop'> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve('stop'));
    process.on('SIGTERM', () => resolve('stop'));
  });
}

/** In one piece: whoever waits for its first line has the key, too. */
function greet(config: Config, newKey: string | undefined): void {
  const key = newKey === undefined ? [] : ['', ...keyLines(newKey), 'Make a first link with it:', firstLink(config)];
  const lines = [
    '',
    'Touchline is up.',
    `  Console    ${consoleUrl(config)}`,
    `  Tracker    ${trackerUrl(config)}            short links, /v1/links`,
    `  Collector  ${collectorUrl(config)}            /v1/events`,
    `  ClickHouse http://127.0.0.1:${config.TOUCHLINE_WAREHOUSE_PORT}/play       read-only account \`marketer\`, password in ${config.TOUCHLINE_DATA}/secrets.json`,
    ...key,
    '',
  ];
  print(lines.join('\n'));
}

const firstLink = (config: Config) => `  npx touchline links create --creator mia --destination ${consoleUrl(config)}/shop`;

function keyLines(newKey: string): string[] {
  return ['API key of the empty workspace `default`, shown this once:', `  export TOUCHLINE_KEY=${newKey}`];
}

/** Fills the demo with a progress bar; a failure is told and leaves the rest running, an end that was asked for is none. */
async function showDemo(config: Config, supervisor: Supervisor, signal: AbortSignal): Promise<void> {
  const demo = readDemo(config);
  if (demo === undefined) return;
  const bar = new Progress('Filling the simulated workspace `demo`', 'events');
  try {
    const tell: Tell = (done, total, phase) => {
      bar.update(done, total, phase);
      supervisor.demo({ state: 'filling', done, total });
    };
    await fillDemo(config, { tell, signal });
    supervisor.demo({ state: 'full', done: 1, total: 1 });
    bar.stop();
    print(`The workspace \`demo\` holds simulated data: ${consoleUrl(config)}/`);
    print('Ctrl-C stops everything.');
  } catch (error) {
    bar.stop();
    if (signal.aborted) return;
    supervisor.demo({ state: 'failed', done: 0, total: 0 });
    process.stderr.write(`The demo could not be filled: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
