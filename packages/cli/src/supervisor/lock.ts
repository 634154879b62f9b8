import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths, TouchlineError } from '@touchline/runtime';

/** Tries before a lock left behind by a dead process counts as contended. */
const TRIES_MAX = 3;

/**
 * Makes this process the only supervisor of the data folder; returns what gives it back.
 * @throws TouchlineError TL_DATA_LOCKED with the holder's process id, or TL_DATA_UNWRITABLE.
 */
export function lockData(config: Config): () => void {
  const folder = dataPaths(config).run;
  const file = join(folder, 'lock');
  orUnwritable(config, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    try {
      orUnwritable(config, () => writeFileSync(file, `${process.pid} ${birthOf(process.pid)}\n`, { flag: 'wx', mode: 0o600 }));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = livingHolder(file);
      if (holder !== undefined) {
        throw new TouchlineError('TL_DATA_LOCKED', `Process ${holder} is running on ${config.TOUCHLINE_DATA}.`, 'TOUCHLINE_DATA');
      }
      rmSync(file, { force: true });
    }
  }
  throw new TouchlineError('TL_DATA_LOCKED', `Another start is under way on ${config.TOUCHLINE_DATA}.`, 'TOUCHLINE_DATA');
}

const UNWRITABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR']);

function orUnwritable(config: Config, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!UNWRITABLE.has(code)) throw error;
    throw new TouchlineError('TL_DATA_UNWRITABLE', `${config.TOUCHLINE_DATA} cannot be written to (${code}).`, 'TOUCHLINE_DATA');
  }
}

/** The process that holds the lock, unless it is gone or its number belongs to another by now. */
function livingHolder(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [pid, birth] = text.trim().split(' ');
  const holder = Number(pid);
  if (!Number.isInteger(holder) || holder <= 0) return undefined;
  try {
    process.kill(holder, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return birth === birthOf(holder) ? holder : undefined;
}

const START_TIME_FIELD = 19;

/** When a process was started, in clock ticks since boot, where the system tells (Linux); else the same word for all. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
