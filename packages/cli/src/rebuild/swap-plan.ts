import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths } from '@touchline/runtime';
import { z } from 'zod';

const schema = z.object({
  live: z.string(),
  rebuilt: z.string(),
  /** Each table that changes places, with the UUID of the rebuilt one: where the live name has that UUID, it is done. */
  tables: z.array(z.object({ table: z.string(), uuid: z.string() })),
});

/** An exchange that was decided: whoever finds it finishes it, since live tables may be of both databases. */
export type SwapPlan = z.infer<typeof schema>;

const file = (config: Config) => join(dataPaths(config).run, 'swap.json');

/** On disk when it returns: from here on the exchange goes forward only. */
export function writeSwapPlan(config: Config, plan: SwapPlan): void {
  const next = `${file(config)}.next`;
  const descriptor = openSync(next, 'w', 0o600);
  writeSync(descriptor, JSON.stringify(plan));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, file(config));
}

/** undefined when no exchange is under way. */
export function readSwapPlan(config: Config): SwapPlan | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file(config), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function clearSwapPlan(config: Config): void {
  rmSync(file(config), { force: true });
}
