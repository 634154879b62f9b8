import { type JourneyPolicy, MODELS } from '@touchline/attribution';
import { currencyExponent } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';

/** How a workspace credits. */
export interface Policy extends JourneyPolicy {
  readonly currency: string;
  readonly half_life_ms: number;
}

interface WorkspaceRow {
  readonly currency: string;
  readonly click_window_ms: number | string;
  readonly code_window_ms: number | string;
  readonly half_life_ms: number | string;
}

/** @throws TouchlineError TL_WORKSPACE_UNKNOWN while the warehouse does not know the workspace */
export async function readPolicy(warehouse: Warehouse, workspace_id: string): Promise<Policy> {
  const [row] = await warehouse.query<WorkspaceRow>(SQL.workspace, { workspace_id });
  if (row === undefined || row.currency === '') throw new TouchlineError('TL_WORKSPACE_UNKNOWN', undefined, 'workspace_id');
  return {
    currency: row.currency,
    click_window_ms: Number(row.click_window_ms),
    code_window_ms: Number(row.code_window_ms),
    half_life_ms: Number(row.half_life_ms),
    transform: 'collapsed',
  };
}

/** Everything beside facts that decides the lines; kept with each run, and everything is compared again when it differs. */
export function policyText(policy: Policy): string {
  const { currency, click_window_ms, code_window_ms, half_life_ms, transform } = policy;
  return JSON.stringify({ currency, click_window_ms, code_window_ms, half_life_ms, transform, models: MODELS });
}

const exponents = new Map<string, number>();

/** Digits after the point; asked of ICU once a currency. */
export function exponentOf(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const exponent = currencyExponent(currency);
  exponents.set(currency, exponent);
  return exponent;
}
