import { type Config, consoleUrl, loadConfig, trackerUrl } from '@touchline/runtime';
import type { Command } from 'commander';
import { fillDemo } from '../demo.js';
import { print } from '../output.js';
import { Progress } from '../progress.js';
import { makeWorkspaces, readDemo } from '../supervisor/first-start.js';
import { lockData } from '../supervisor/lock.js';
import { checkPorts } from '../supervisor/ports.js';
import { Supervisor } from '../supervisor/supervisor.js';

export function upCommand(program: Command): void {
  program
    .command('up')
    .description('start every service and the local store as child processes, until Ctrl-C')
    .option('--no-demo', 'leave the simulated workspace out on the very first start')
    .action(async (options: { demo: boolean }) => {
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
  const supervisor = new Supervisor(config);
  const stopAsked = stopSignal();
  try {
    await checkPorts(config);
    const newKey = await makeWorkspaces(config);
    const failed = await Promise.race([supervisor.start(), stopAsked]);
    if (failed !== 'stop') {
      greet(config, newKey);
      await Promise.race([showDemo(config, supervisor), stopAsked]);
      await stopAsked;
    }
  } finally {
    process.stderr.write('\nStopping …\n');
    await supervisor.stop();
    unlock();
  }
}

/** Resolves once when the person (Ctrl-C) or the system (SIGTERM) asks for the end; further signals change nothing. */
function stopSignal(): Promise<'stop'> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve('stop'));
    process.on('SIGTERM', () => resolve('stop'));
  });
}

function greet(config: Config, newKey: string | undefined): void {
  print('');
  print('Touchline is up.');
  print(`  Console    ${consoleUrl(config)}`);
  print(`  Tracker    ${trackerUrl(config)}            short links, /v1/links`);
  print(`  Collector  http://${config.TOUCHLINE_HOST}:${config.TOUCHLINE_COLLECTOR_PORT}            /v1/events`);
  print(
    `  ClickHouse http://127.0.0.1:${config.TOUCHLINE_WAREHOUSE_PORT}/play       read-only account \`marketer\`, password in ${config.TOUCHLINE_DATA}/secrets.json`,
  );
  if (newKey !== undefined) {
    print('');
    print('API key of the empty workspace `default`, shown this once:');
    print(`  export TOUCHLINE_KEY=${newKey}`);
    print('Make a first link with it:');
    print(`  npx touchline links create --creator mia --destination ${consoleUrl(config)}/shop`);
  }
  print('');
}

/** Fills the demo with a progress bar; a failure is told and leaves the rest running. */
async function showDemo(config: Config, supervisor: Supervisor): Promise<void> {
  const demo = readDemo(config);
  if (demo === undefined) return;
  const bar = new Progress('Filling the simulated workspace `demo`');
  try {
    await fillDemo(config, (done, total, phase) => {
      bar.update(done, total, phase);
      supervisor.demo({ state: 'filling', done, total });
    });
    supervisor.demo({ state: 'full', done: 1, total: 1 });
    bar.stop();
    print(`The workspace \`demo\` holds simulated data: ${consoleUrl(config)}/`);
    print('Ctrl-C stops everything.');
  } catch (error) {
    bar.stop();
    supervisor.demo({ state: 'failed', done: 0, total: 0 });
    process.stderr.write(`The demo could not be filled: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
