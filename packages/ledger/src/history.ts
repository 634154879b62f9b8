import { type HistoryLine, type Standing, standingOf } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { type AsOf, asOfMs } from './as-of.js';
import { SQL } from './sql.js';

/** What stands of some conversions, or stood at an instant, by conversion and then by model. */
export async function readStanding(
  warehouse: Warehouse,
  workspace_id: string,
  wish: { readonly conversions: readonly string[]; readonly models: readonly string[] } & AsOf,
): Promise<Map<string, Map<string, Standing>>> {
  const history = new Map<string, HistoryLine[]>();
  const parameters = { workspace_id, models: wish.models, conversions: wish.conversions, as_of_ms: asOfMs(wish.as_of) };
  for await (const rows of warehouse.stream<HistoryLine>(SQL.history, parameters)) {
    for (const row of rows) {
      const line = { ...row, event_time_ms: Number(row.event_time_ms), knowledge_time_ms: Number(row.knowledge_time_ms) };
      const list = history.get(row.conversion_id);
      if (list === undefined) history.set(row.conversion_id, [line]);
      else list.push(line);
    }
  }
  return new Map([...history].map(([conversion_id, lines]) => [conversion_id, standingOf(lines)]));
}
