import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths } from '@touchline/runtime';
import { z } from 'zod';

const schema = z.object({
  pid: z.int(),
  started_at: z.string(),
  processes: z.array(z.object({ name: z.string(), pid: z.int().nullable(), restarts: z.int(), last_exit: z.string().nullable() })),
  demo: z.object({ state: z.enum(['absent', 'filling', 'full', 'failed']), done: z.int(), total: z.int() }),
});

/** What a running supervisor tells other commands. */
export type UpState = z.infer<typeof schema>;

const file = (config: Config) => join(dataPaths(config).run, 'up.json');

export function writeState(config: Config, state: UpState): void {
  const next = `${file(config)}.next`;
  writeFileSync(next, JSON.stringify(state));
  renameSync(next, file(config));
}

export function clearState(config: Config): void {
  rmSync(file(config), { force: true });
}

/** undefined when nothing runs on this data folder. */
export function readState(config: Config): UpState | undefined {
  try {
    const state = schema.parse(JSON.parse(readFileSync(file(config), 'utf8')));
    process.kill(state.pid, 0);
    return state;
  } catch {
    return undefined;
  }
}
