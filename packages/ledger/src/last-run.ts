import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';
import type { Watermark } from './watermark.js';

/** The newest finished run of a workspace. */
export interface LastRun {
  readonly run_id: string;
  readonly knowledge_ms: number;
  readonly watermark: Watermark;
  readonly policy: string;
}

interface LastRunRow {
  readonly run_id: string;
  readonly knowledge_ms: number | string;
  readonly watermark: Readonly<Record<string, number | string>>;
  readonly policy: string;
}

/** undefined: no run has finished yet. */
export async function readLastRun(warehouse: Warehouse, workspace_id: string): Promise<LastRun | undefined> {
  const [row] = await warehouse.query<LastRunRow>(SQL.last_run, { workspace_id });
  if (row === undefined) return undefined;
  const watermark = Object.fromEntries(Object.entries(row.watermark).map(([key, offset]) => [key, Number(offset)]));
  return { run_id: row.run_id, knowledge_ms: Number(row.knowledge_ms), watermark, policy: row.policy };
}
