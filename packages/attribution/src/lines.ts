import type { Chain } from './touch.js';

/** The touch id of credit nobody's touch earned. */
export const UNATTRIBUTED = '(unattributed)';

/** Weights are whole multiples of 1e-12, so that they sum to 1 exactly and survive being written as decimals. */
export const WEIGHT_UNITS = 1_000_000_000_000;

/** One line of the ledger; the columns of table `ledger_lines` without workspace, run and knowledge time. */
export interface LedgerLine extends Chain {
  readonly model: string;
  readonly model_version: number;
  readonly conversion_id: string;
  readonly order_id: string;
  /** A click's or redemption's event id, or `(unattributed)`. */
  readonly touch_id: string;
  /** 1 for the first touch of the journey; 0 for `(unattributed)`. */
  readonly touch_position: number;
  readonly weight: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly amount_workspace_minor: number;
  readonly workspace_currency: string;
  readonly kind: 'credit' | 'refund' | 'reversal';
  /** The conversion's instant; of a refund line the refund's. */
  readonly event_time_ms: number;
}

/** A weight in whole units of 1e-12. */
export function weightUnits(weight: number): number {
  return Math.round(weight * WEIGHT_UNITS);
}

/** What tells one line of a conversion and model from another, whatever it is worth. */
export function lineKey(line: LedgerLine): string {
  return JSON.stringify(identityOf(line));
}

/**
 * One net line of the ledger as text, for the digest. Nothing in it depends on which run wrote it or when it was known, so a
 * rebuilt ledger gives the same texts (I5).
 */
export function ledgerDigestLine(workspace_id: string, line: LedgerLine): string {
  const worth = [weightUnits(line.weight), line.amount_minor, line.amount_workspace_minor, line.event_time_ms];
  return JSON.stringify([workspace_id, ...identityOf(line), ...worth]);
}

function identityOf(line: LedgerLine): (string | number)[] {
  return [
    line.conversion_id,
    line.model,
    line.model_version,
    line.order_id,
    line.touch_id,
    line.touch_position,
    line.creator_id,
    line.campaign_id,
    line.post_id,
    line.link_id,
    line.platform,
    line.currency,
    line.workspace_currency,
  ];
}
