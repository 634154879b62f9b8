import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, platform } from 'node:os';

/** The server has one core to itself; the load another. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;
const TICKS_PER_SECOND = 100;

/** A command line that runs on one core. */
export function onCore(core, command, args) {
  return ['taskset', ['-c', String(core), command, ...args]];
}

/** What cannot be measured here, and why; `fatal` when nothing can. */
export function missingTools() {
  if (platform() !== 'linux') return { fatal: 'cores can be pinned on Linux only' };
  if (availableParallelism() < 2) return { fatal: 'two cores are needed, one for the server and one for the load' };
  if (!exists('taskset', ['--version'])) return { fatal: 'taskset is missing (Debian package util-linux)' };
  if (!exists('wrk', ['--version'])) return { fatal: 'wrk is missing (Debian package wrk)' };
  return exists('nginx', ['-v']) ? {} : { nginx: 'it is missing (Debian package nginx)' };
}

function exists(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}

/** Processor seconds that a process and its children have used so far. */
export function processorSeconds(pid) {
  const own = ticks(pid) / TICKS_PER_SECOND;
  return childrenOf(pid).reduce((sum, child) => sum + processorSeconds(child), own);
}

function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** User and system time of all threads, in clock ticks: fields 14 and 15, counted behind the name, which may hold blanks. */
function ticks(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
