import { InputError, preparePlan, type Table } from '@touchline/incrementality';
import { type HistoryRow, marketHistory } from '@touchline/lift';
import type { MarketChoice } from '../../experiment-answers.js';
import type { Past } from './history.js';
import type { PlanQuestion } from './question.js';

const HISTORY_DAYS = 180;
/** Every option is played on each of them; more would keep everybody else waiting. */
const WINDOWS = 8;
const MARKETS_MAX = 60;
const DURATIONS_DAYS = [14, 28];
const OPTIONS_SHOWN = 8;

/**
 * Which markets, and how long: tests that never were are played on the workspace's own history. @returns the options, or why there are
 * none @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function planMarkets(question: PlanQuestion, { warehouse, workspace, now }: Past): Promise<readonly MarketChoice[] | string> {
  const { metric, scope, alpha, power, effect } = question;
  if (metric.kind !== 'geo_outcome') return 'Markets are compared by a figure they report.';
  const { workspace_id, currency, time_zone } = workspace;
  const told = await marketHistory({ warehouse, workspace_id, currency, time_zone, days: HISTORY_DAYS, until: now }, metric.name);
  const rows = scope.geos.length === 0 ? told : told.filter(({ market }) => scope.geos.includes(market));
  const markets = new Set(rows.map(({ market }) => market));
  if (markets.size > MARKETS_MAX) return `${markets.size} markets are too many to try here: name up to ${MARKETS_MAX}, or use \`touchline lift plan\`.`;
  const spec = {
    design: 'geo',
    csv: 'history',
    columns: { unit: 'market', time: 'day', outcome: 'value' },
    durations: DURATIONS_DAYS,
    windows: WINDOWS,
    effects: [effect],
    ...{ alpha, power },
  };
  try {
    const { options } = preparePlan(spec).run(tableOf(rows)) as unknown as { readonly options: readonly Option[] };
    return options.slice(0, OPTIONS_SHOWN).map((option) => ({
      ...{ markets: option.markets, days: option.duration, effect: option.minimum_detectable_effect },
      ...{ false_alarms: option.false_alarms, fit_error: option.fit_error },
    }));
  } catch (thrown) {
    if (thrown instanceof InputError) return `The history of “${metric.name}” does not carry a plan: ${thrown.message}`;
    throw thrown;
  }
}

interface Option {
  readonly markets: readonly string[];
  readonly duration: number;
  readonly minimum_detectable_effect: number | null;
  readonly false_alarms: number;
  readonly fit_error: number;
}

function tableOf(rows: readonly HistoryRow[]): Table {
  const columns = new Map([
    ['market', rows.map(({ market }) => market)],
    ['day', rows.map(({ day }) => day)],
    ['value', rows.map(({ value }) => String(value))],
  ]);
  return { columns, lines: rows.map((_, place) => place + 1) };
}
