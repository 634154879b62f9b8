import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths, TouchlineError } from '@touchline/runtime';
import { identityOf, livingPid } from './process-identity.js';

/** Tries before a lock left behind by a dead process counts as contended. */
const TRIES_MAX = 3;

/**
 * Makes this process the only supervisor of the data folder; returns what gives it back.
 * @throws TouchlineError TL_DATA_LOCKED with the holder's process id, or TL_DATA_UNWRITABLE.
 */
export function lockData(config: Config): () => void {
  return lock(config, 'lock', `is running on ${config.TOUCHLINE_DATA}`);
}

/** Makes this process the only one that rebuilds the data folder's warehouse. @throws TouchlineError TL_DATA_LOCKED */
export function lockRebuild(config: Config): () => void {
  return lock(config, 'rebuild.lock', `is rebuilding the warehouse of ${config.TOUCHLINE_DATA}`);
}

function lock(config: Config, name: string, doing: string): () => void {
  const folder = dataPaths(config).run;
  const file = join(folder, name);
  orUnwritable(config, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    try {
      orUnwritable(config, () => writeFileSync(file, `${identityOf()}\n`, { flag: 'wx', mode: 0o600 }));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = livingHolder(file);
      if (holder !== undefined) throw new TouchlineError('TL_DATA_LOCKED', `Process ${holder} ${doing}.`, 'TOUCHLINE_DATA');
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

function livingHolder(file: string): number | undefined {
  try {
    return livingPid(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
