import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.js';
import { dataPaths } from './paths.js';

const schema = z.object({
  warehouse_password: z.string(),
  marketer_password: z.string(),
});

/** What the processes of one machine share and nobody else may read. */
export type Secrets = Readonly<z.infer<typeof schema>>;

/** Reads the data folder's secrets, making them on first use; of two first users one wins and both read the same. */
export function loadSecrets(config: Config): Secrets {
  const file = dataPaths(config).secrets;
  if (!existsSync(file)) create(file);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const secret = () => randomBytes(24).toString('base64url');
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ warehouse_password: secret(), marketer_password: secret() }), { mode: 0o600 });
  chmodSync(mine, 0o600);
  try {
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}
