import { type SuggestedTest, suggestTests } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import { print, printJson, printTable } from '../output.js';
import { wholeNumber } from '../whole-number.js';

const DAY_MS = 86_400_000;

export interface SuggestOptions {
  readonly workspace: string;
  readonly model: string;
  readonly days: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** Finds and prints the creators to test next. @throws TouchlineError TL_INPUT_INVALID, TL_WORKSPACE_UNKNOWN */
export async function suggest(options: SuggestOptions): Promise<void> {
  const [days, limit] = [wholeNumber(options.days, '--days'), wholeNumber(options.limit, '--limit')];
  const warehouse = openWarehouse(loadConfig());
  try {
    const { workspace, model } = options;
    const found = (await suggested(warehouse, { workspace, model, days })).slice(0, limit);
    if (options.json) printJson({ workspace_id: workspace, model, days, suggestions: found });
    else tell(found);
  } finally {
    await warehouse.close();
  }
}

async function suggested(warehouse: Warehouse, { workspace, model, days }: { workspace: string; model: string; days: number }): Promise<SuggestedTest[]> {
  const now_ms = Date.now();
  const [known] = await warehouse.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE workspace_id = {workspace:String}', { workspace });
  if (known === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', `There is no workspace \`${workspace}\`.`, '--workspace');
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const span = { from: day(now_ms - (days - 1) * DAY_MS), to: day(now_ms), zone: known.time_zone };
  return suggestTests(warehouse, { workspace_id: workspace, model, ...span, now_ms });
}

function tell(found: readonly SuggestedTest[]): void {
  printTable(
    found.map(({ creator_id, reason, credit_minor, at_stake_minor, factor }) => ({
      creator: creator_id,
      why: reason.replaceAll('_', ' '),
      credit_minor,
      at_stake_minor,
      last_test: factor === null ? '' : `${factor.name} (${Math.floor(factor.age_days)} d ago, ${factor.factor.toFixed(2)})`,
    })),
  );
  if (found.length > 0) print('at stake: the credit of which one cannot say whether it was caused');
}
