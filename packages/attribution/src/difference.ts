import { type LedgerLine, lineKey, weightUnits } from './lines.js';
import { convertMinor, type Exchange } from './money.js';
import { reversedSoFar, type StoredSplit } from './refunds.js';
import type { Standing, StandingLine } from './standing.js';

/** A refund of the conversion, as a signed delta: negative is money back to the customer. */
export interface Refund {
  readonly at_ms: number;
  readonly delta_minor: number;
}

/** What the ledger should hold of one conversion. */
export interface Wanted {
  /** Credit lines of all models. */
  readonly credits: readonly LedgerLine[];
  readonly refunds: readonly Refund[];
  readonly exchange: Exchange;
}

/**
 * What must be appended so that what stands becomes what is wanted: nothing when they are equal; only refund lines when only refunds
 * came; otherwise, model by model, reversals of the net of every standing line, then the new credit and refund lines.
 */
export function ledgerDifference(standing: ReadonlyMap<string, Standing>, wanted: Wanted): LedgerLine[] {
  const credits = new Map<string, LedgerLine[]>();
  for (const line of wanted.credits) {
    const list = credits.get(line.model);
    if (list === undefined) credits.set(line.model, [line]);
    else list.push(line);
  }
  const models = new Set([...standing.keys(), ...credits.keys()]);
  return [...models].flatMap((model) => modelDifference(standing.get(model), credits.get(model) ?? [], wanted));
}

function modelDifference(standing: Standing | undefined, credits: readonly LedgerLine[], wanted: Wanted): LedgerLine[] {
  const lines = standing?.lines ?? [];
  if (standing !== undefined && sameCredits(lines, credits)) {
    return refundLines(inOrder(lines, credits), standing.refunds_minor, wanted);
  }
  const fresh = credits.map((credit) => ({ credit, refunded_minor: 0, refunded_workspace_minor: 0 }));
  return [...lines.map(reversalOf), ...credits, ...refundLines(fresh, new Map(), wanted)];
}

function sameCredits(standing: readonly StandingLine[], credits: readonly LedgerLine[]): boolean {
  if (standing.length !== credits.length) return false;
  const wanted = new Map(credits.map((credit) => [lineKey(credit), credit]));
  return standing.every(({ credit }) => {
    const other = wanted.get(lineKey(credit));
    return (
      other !== undefined &&
      weightUnits(credit.weight) === weightUnits(other.weight) &&
      credit.amount_minor === other.amount_minor &&
      credit.amount_workspace_minor === other.amount_workspace_minor &&
      credit.event_time_ms === other.event_time_ms
    );
  });
}

/** The standing lines in the journey's order, because a split gives ties to the earlier touch. */
function inOrder(lines: readonly StandingLine[], credits: readonly LedgerLine[]): StandingLine[] {
  const byKey = new Map(lines.map((line) => [lineKey(line.credit), line]));
  return credits.flatMap((credit) => byKey.get(lineKey(credit)) ?? []);
}

function reversalOf({ credit, refunded_minor, refunded_workspace_minor }: StandingLine): LedgerLine {
  return {
    ...credit,
    weight: negated(credit.weight),
    amount_minor: negated(credit.amount_minor + refunded_minor),
    amount_workspace_minor: negated(credit.amount_workspace_minor + refunded_workspace_minor),
    kind: 'reversal',
  };
}

function negated(value: number): number {
  return value === 0 ? 0 : -value;
}

/** Lines for the refunds that are not yet in the ledger, one after the other by their instant. */
function refundLines(lines: readonly StandingLine[], booked: ReadonlyMap<number, number>, wanted: Wanted): LedgerLine[] {
  if (lines.length === 0) return [];
  const split = splitOf(lines, (line) => line.amount_minor);
  const workspaceSplit = splitOf(lines, (line) => line.amount_workspace_minor);
  let cumulative = [...booked.values()].reduce((sum, amount) => sum + amount, 0);
  let reversed = lines.map((line) => line.refunded_minor);
  let workspaceReversed = lines.map((line) => line.refunded_workspace_minor);
  return missingRefunds(booked, wanted.refunds).flatMap(({ at_ms, delta_minor }) => {
    cumulative += delta_minor;
    const after = reversedSoFar(split, cumulative);
    const workspaceAfter = reversedSoFar(workspaceSplit, convertMinor(cumulative, wanted.exchange));
    const added = lines.flatMap(({ credit }, index) => {
      const amount_minor = (after[index] ?? 0) - (reversed[index] ?? 0);
      const amount_workspace_minor = (workspaceAfter[index] ?? 0) - (workspaceReversed[index] ?? 0);
      if (amount_minor === 0 && amount_workspace_minor === 0) return [];
      return [{ ...credit, amount_minor, amount_workspace_minor, kind: 'refund' as const, event_time_ms: at_ms }];
    });
    [reversed, workspaceReversed] = [after, workspaceAfter];
    return added;
  });
}

function splitOf(lines: readonly StandingLine[], amountOf: (line: LedgerLine) => number): StoredSplit {
  return { amounts_minor: lines.map((line) => amountOf(line.credit)), weights: lines.map((line) => weightUnits(line.credit.weight)) };
}

/** Per instant what is wanted beyond what is booked; a refund that was corrected gives the correction. */
function missingRefunds(booked: ReadonlyMap<number, number>, refunds: readonly Refund[]): Refund[] {
  const missing = new Map([...booked].map(([at_ms, amount]) => [at_ms, -amount]));
  for (const { at_ms, delta_minor } of refunds) missing.set(at_ms, (missing.get(at_ms) ?? 0) + delta_minor);
  return [...missing]
    .filter(([, delta_minor]) => delta_minor !== 0)
    .map(([at_ms, delta_minor]) => ({ at_ms, delta_minor }))
    .sort((one, other) => one.at_ms - other.at_ms);
}
