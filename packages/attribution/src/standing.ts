import { type LedgerLine, lineKey } from './lines.js';

/** A line of the ledger's history, with when it was known. */
export interface HistoryLine extends LedgerLine {
  readonly knowledge_time_ms: number;
}

/** A credit line that no reversal took back, and what refunds took from it since. */
export interface StandingLine {
  /** The credit as it was written. */
  readonly credit: LedgerLine;
  readonly refunded_minor: number;
  readonly refunded_workspace_minor: number;
}

/** What stands of one conversion under one model. */
export interface Standing {
  readonly lines: readonly StandingLine[];
  /** Sum of the refund lines since, by the refunds' instant, in minor units of the order's currency. */
  readonly refunds_minor: ReadonlyMap<number, number>;
}

/** Within one run what stood is taken back first, then credited, then refunded. */
const ORDER = { reversal: 0, credit: 1, refund: 2 } as const;

/** Folds the history of one conversion, in any order of rows, into what stands, by model. */
export function standingOf(history: readonly HistoryLine[]): Map<string, Standing> {
  const models = new Map<string, { lines: Map<string, StandingLine>; refunds_minor: Map<number, number> }>();
  for (const line of [...history].sort(byKnowledge)) {
    let model = models.get(line.model);
    if (model === undefined) {
      model = { lines: new Map(), refunds_minor: new Map() };
      models.set(line.model, model);
    }
    apply(model, line);
  }
  return new Map([...models].map(([name, { lines, refunds_minor }]) => [name, { lines: [...lines.values()], refunds_minor }]));
}

function apply(model: { lines: Map<string, StandingLine>; refunds_minor: Map<number, number> }, line: HistoryLine): void {
  const key = lineKey(line);
  if (line.kind === 'reversal') {
    model.lines.delete(key);
    // A conversion is reversed whole, so with its last line its refunds are gone as well.
    if (model.lines.size === 0) model.refunds_minor.clear();
    return;
  }
  if (line.kind === 'credit') {
    const { knowledge_time_ms, ...credit } = line;
    model.lines.set(key, { credit, refunded_minor: 0, refunded_workspace_minor: 0 });
    return;
  }
  const standing = model.lines.get(key);
  if (standing === undefined) return;
  model.lines.set(key, {
    credit: standing.credit,
    refunded_minor: standing.refunded_minor + line.amount_minor,
    refunded_workspace_minor: standing.refunded_workspace_minor + line.amount_workspace_minor,
  });
  model.refunds_minor.set(line.event_time_ms, (model.refunds_minor.get(line.event_time_ms) ?? 0) + line.amount_minor);
}

function byKnowledge(one: HistoryLine, other: HistoryLine): number {
  return one.knowledge_time_ms - other.knowledge_time_ms || ORDER[one.kind] - ORDER[other.kind];
}
