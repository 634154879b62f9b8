import type { Chain } from './touch.js';

/** The touch id of credit nobody's touch earned. */
export const UNATTRIBUTED = '(unattributed)';

/** Weights are whole multiples of 1e-12, so that they sum to 1 exactly and survive being written as decimals. */
export const WEIGHT_UNITS = 1_000_000_000_000;

/** One line of the ledger; the columns of table `credit_lines` without workspace, run and knowledge time. */
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
  const { model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform } = line;
  const { currency, workspace_currency } = line;
  return JSON.stringify([
    conversion_id,
    model,
    model_version,
    order_id,
    touch_id,
    touch_position,
    creator_id,
    campaign_id,
    post_id,
    link_id,
    platform,
    currency,
    workspace_currency,
  ]);
}

/**
 * One net line of the ledger as text, for the digest. Nothing in it depends on which run wrote it or when it was known, so a
 * rebuilt ledger gives the same texts (I5).
 */
export function ledgerDigestLine(workspace_id: string, line: LedgerLine): string {
  const { weight, amount_minor, amount_workspace_minor, event_time_ms } = line;
  return JSON.stringify([workspace_id, ...JSON.parse(lineKey(line)), weightUnits(weight), amount_minor, amount_workspace_minor, event_time_ms]);
}
