import { readFileSync, writeFileSync } from 'node:fs';
import { processorSeconds } from '../redirect/cores.mjs';

/** Lets the process's peak of resident memory begin anew (proc_pid_clear_refs(5)). */
const RESET_PEAK = '5';

/** What a process has cost since it was made: processor seconds, and its peak of resident memory. */
export class Cost {
  #pid;
  #before;

  constructor(pid) {
    this.#pid = pid;
    this.#before = processorSeconds(pid);
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  }

  processorSeconds() {
    return processorSeconds(this.#pid) - this.#before;
  }

  peakBytes() {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes) * 1_024;
  }
}
