import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFormat } from '@touchline/events';
import { type Config, dataPaths } from '@touchline/runtime';
import type { RenderedFile } from './render/render.js';

/** Ids are plain (entityIdSchema), so they are safe as folder names. */
function folderOf(config: Config, workspace_id: string, slot_id: string): string {
  return join(dataPaths(config).reports, workspace_id, slot_id);
}

/** Puts a report's files in their folder, all at once; one made again replaces the one before. */
export async function archiveReport(
  config: Config,
  { workspace_id, slot_id }: { workspace_id: string; slot_id: string },
  files: readonly RenderedFile[],
): Promise<string> {
  const folder = folderOf(config, workspace_id, slot_id);
  const fresh = `${folder}.${process.pid}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  for (const { name, bytes } of files) await writeFile(join(fresh, name), bytes, { mode: 0o600 });
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return folder;
}

/** undefined where this machine has not made it: it can be made again from the log. */
export async function archivedFile(
  config: Config,
  { workspace_id, slot_id }: { workspace_id: string; slot_id: string },
  format: ReportFormat,
): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folderOf(config, workspace_id, slot_id), `report.${format}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
