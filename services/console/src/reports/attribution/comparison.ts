import { modelDisagreement } from '@touchline/attribution';
import { MODEL_IDS, type ModelId } from '../../answers.js';
import type { Disagreement, ModelCredit } from '../../attribution-answers.js';
import { withoutFloatDust } from '../../ratios.js';
import { base, ledgerSql, type ReportContext } from '../context.js';

interface Row {
  readonly credited_to: string;
  readonly revenue_minor: readonly number[];
  readonly orders_credited: readonly number[];
  /** Of every pair of models, row by row of their square. */
  readonly squares: readonly number[];
}

/** What each model gives one creator, and whether they agree. */
export interface Compared {
  readonly creator_id: string;
  readonly credits: readonly ModelCredit[];
  readonly disagreement: Disagreement | null;
}

interface Asked {
  /** Empty: every creator, and nobody under an empty id. */
  readonly creator: string;
  readonly limit: number;
}

/** Creators under every model the ledger has lines of in the period, the most credited first. */
export async function compareModels(context: ReportContext, asked: Asked): Promise<{ models: readonly ModelId[]; compared: readonly Compared[] }> {
  const rows = await context.reader.query<Row>(ledgerSql(context, 'credit_by_model'), {
    ...base(context, asked.creator),
    models: MODEL_IDS,
    limit: asked.limit,
  });
  // A model that credits nobody, not even nobody, has no lines.
  const places = MODEL_IDS.map((_, place) => place).filter((place) => rows.some((row) => (row.orders_credited[place] ?? 0) !== 0));
  const models = places.flatMap((place) => MODEL_IDS[place] ?? []);
  return { models, compared: rows.map((row) => comparedOf(row, places)) };
}

function comparedOf(row: Row, places: readonly number[]): Compared {
  const credits = places.flatMap((place): ModelCredit[] => {
    const model = MODEL_IDS[place];
    if (model === undefined) return [];
    return [{ model, revenue_minor: row.revenue_minor[place] ?? 0, orders_credited: withoutFloatDust(row.orders_credited[place] ?? 0) }];
  });
  const squares = (one: number, other: number) => row.squares[(places[one] ?? 0) * MODEL_IDS.length + (places[other] ?? 0)] ?? 0;
  const found = modelDisagreement(
    credits.map(({ model, revenue_minor }) => ({ model, amount_minor: revenue_minor })),
    squares,
  );
  const idOf = (name: string) => MODEL_IDS.find((model) => model === name) ?? MODEL_IDS[0];
  const disagreement =
    found === undefined
      ? null
      : {
          least: idOf(found.least),
          most: idOf(found.most),
          difference_minor: found.difference_minor,
          interval: { low: Math.round(found.interval[0]), high: Math.round(found.interval[1]) },
        };
  return { creator_id: row.credited_to, credits, disagreement };
}
