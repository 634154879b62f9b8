import type { Warehouse } from '@touchline/warehouse';
import type { LastRun } from './last-run.js';
import { SQL } from './sql.js';
import { offsetParameters } from './watermark.js';

/** Adds to `visitor_clicks` what came since a run; all there is where that run was made before there was such a table, or there was none. */
export function addVisitorClicks(warehouse: Warehouse, workspace_id: string, last: LastRun | undefined): Promise<void> {
  const known = last?.clicks_by_person ? last.watermark : {};
  return warehouse.command(SQL.visitor_clicks, { workspace_id, ...offsetParameters(known) });
}
