import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths } from '@touchline/runtime';
import { z } from 'zod';
import { identityOf, livingPid } from './process-identity.js';

const schema = z.object({ names: z.array(z.string()), maker: z.string() });

const file = (config: Config) => join(dataPaths(config).run, 'hold.json');

/**
 * Asks the supervisor not to start these processes until the hold is given back; returns what does that. A hold goes with
 * the process that made it.
 */
export function hold(config: Config, names: readonly string[]): () => void {
  const next = `${file(config)}.next`;
  writeFileSync(next, JSON.stringify({ names, maker: identityOf() }));
  renameSync(next, file(config));
  return () => rmSync(file(config), { force: true });
}

/** Is somebody holding this process back just now? */
export function isHeld(config: Config, name: string): boolean {
  try {
    const held = schema.parse(JSON.parse(readFileSync(file(config), 'utf8')));
    return held.names.includes(name) && livingPid(held.maker) !== undefined;
  } catch {
    return false;
  }
}
