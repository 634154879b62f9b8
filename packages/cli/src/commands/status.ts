import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, loadConfig, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { durationOf } from '../duration.js';
import { print, printJson, printTable } from '../output.js';
import { readDemo } from '../supervisor/first-start.js';
import { processPlans } from '../supervisor/processes.js';
import { askReadiness } from '../supervisor/readiness.js';
import { readState, type UpState } from '../supervisor/state.js';

const ASK_EVERY_MS = 100;

interface Status {
  readonly ready: boolean;
  readonly processes: readonly {
    readonly name: string;
    /** Whether it can be given work; a process that is degraded may be. */
    readonly ready: boolean;
    /** ready, degraded, unhealthy or down. */
    readonly state: string;
    readonly address: string | null;
    readonly pid: number | null;
    readonly restarts: number;
    readonly detail: string | null;
  }[];
  readonly demo: { readonly state: string; readonly percent: number };
}

export function statusCommand(command: Command): void {
  command
    .option('--json', 'one JSON document')
    .option('--wait <duration>', 'wait up to this long until all are ready, such as 120s')
    .action(async (options: { json?: boolean; wait?: string }) => {
      const config = loadConfig();
      const deadline = Date.now() + (options.wait === undefined ? 0 : durationOf(options.wait, '--wait'));
      let status = await ask(config);
      while (!status?.ready && Date.now() < deadline) {
        await sleep(ASK_EVERY_MS);
        status = await ask(config);
      }
      if (status === undefined) throw new TouchlineError('TL_NOT_RUNNING');
      if (options.json) printJson(status);
      else show(status);
      if (!status.ready) process.exitCode = 1;
    });
}

async function ask(config: Config): Promise<Status | undefined> {
  const state = readState(config);
  if (state === undefined) return undefined;
  const processes = await Promise.all(
    processPlans(config).map(async (plan) => {
      const readiness = await askReadiness(plan, config);
      const child = state.processes.find((each) => each.name === plan.name);
      return {
        name: plan.name,
        ready: readiness.ready,
        state: readiness.state,
        address: plan.address(config) ?? null,
        pid: child?.pid ?? null,
        restarts: child?.restarts ?? 0,
        detail: readiness.detail ?? null,
      };
    }),
  );
  const demo = demoOf(config, state);
  return { ready: processes.every((each) => each.ready) && demo.state !== 'filling', processes, demo };
}

function demoOf(config: Config, state: UpState): Status['demo'] {
  const record = state.demo.state === 'absent' ? readDemo(config) : undefined;
  // The supervisor turns to the demo last.
  if (record !== undefined) return record.filled ? { state: 'full', percent: 100 } : { state: 'filling', percent: 0 };
  const percent = state.demo.total === 0 ? 0 : Math.floor((100 * state.demo.done) / state.demo.total);
  return { state: state.demo.state, percent };
}

function show(status: Status): void {
  printTable(
    status.processes.map(({ name, state, address, pid, restarts, detail }) => ({
      process: name,
      state,
      address: address ?? '',
      pid: pid ?? '',
      restarts,
      detail: detail ?? '',
    })),
  );
  print(`demo: ${status.demo.state}${status.demo.state === 'filling' ? ` (${status.demo.percent} %)` : ''}`);
}
