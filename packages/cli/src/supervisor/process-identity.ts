import { readFileSync } from 'node:fs';

/** A process as it can be told from another that got its number later: `<pid> <birth>`. */
export type ProcessIdentity = string;

const START_TIME_FIELD = 19;

/** The identity of a living process; by default of this one. */
export function identityOf(pid: number = process.pid): ProcessIdentity {
  return `${pid} ${birthOf(pid)}`;
}

/** Its number while it lives; undefined when it is gone, or its number belongs to another by now. */
export function livingPid(identity: ProcessIdentity): number | undefined {
  const [text, birth] = identity.trim().split(' ');
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return birth === birthOf(pid) ? pid : undefined;
}

/** When a process was started, in clock ticks since boot, where the system tells (Linux); else the same word for all. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
