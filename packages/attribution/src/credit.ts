import { ledgerParts } from './ledger-parts.js';
import { type LedgerLine, UNATTRIBUTED, WEIGHT_UNITS } from './lines.js';
import { type LedgerModel, MODELS } from './models.js';
import { convertMinor, type Exchange, splitMoney } from './money.js';
import type { Touch } from './touch.js';

/** A conversion and how its money becomes the workspace's. */
export interface Conversion {
  readonly conversion_id: string;
  readonly order_id: string;
  readonly at_ms: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly workspace_currency: string;
  readonly exchange: Exchange;
}

export interface CreditOptions {
  readonly half_life_ms: number;
  readonly models?: readonly LedgerModel[];
}

const NOBODY = { touch_id: UNATTRIBUTED, creator_id: '', campaign_id: '', post_id: '', link_id: '', platform: '' };

/**
 * The credit lines of one conversion under every model: a line for each touch that gets something, or one `(unattributed)`
 * line. Per model the weights sum to 1 and the amounts to the conversion's, exactly, in its own currency and in the workspace's:
 * the total is converted once and then split, never the parts one by one.
 */
export function creditLines(conversion: Conversion, touches: readonly Touch[], options: CreditOptions): LedgerLine[] {
  const amount_workspace_minor = convertMinor(conversion.amount_minor, conversion.exchange);
  return (options.models ?? MODELS).flatMap((model) => {
    if (touches.length === 0)
      return [lineOf(conversion, model, { touch: NOBODY, position: 0, weight: 1, amount_minor: conversion.amount_minor, amount_workspace_minor })];
    const parts = ledgerParts(model, touches, options);
    const units = splitMoney(WEIGHT_UNITS, parts);
    const amounts = splitMoney(conversion.amount_minor, parts);
    const workspaceAmounts = splitMoney(amount_workspace_minor, parts);
    const lines: LedgerLine[] = [];
    for (const [index, touch] of touches.entries()) {
      const [unit, amount, workspaceAmount] = [units[index] ?? 0, amounts[index] ?? 0, workspaceAmounts[index] ?? 0];
      if (unit === 0 && amount === 0 && workspaceAmount === 0) continue;
      const earned = { touch, position: index + 1, weight: unit / WEIGHT_UNITS, amount_minor: amount, amount_workspace_minor: workspaceAmount };
      lines.push(lineOf(conversion, model, earned));
    }
    return lines;
  });
}

interface Earned {
  readonly touch: Omit<Touch, 'at_ms'>;
  readonly position: number;
  readonly weight: number;
  readonly amount_minor: number;
  readonly amount_workspace_minor: number;
}

/** Written out field by field: this runs millions of times, and spreading objects together costs many times more. */
function lineOf(conversion: Conversion, model: LedgerModel, earned: Earned): LedgerLine {
  const { touch } = earned;
  return {
    model: model.name,
    model_version: model.model_version,
    conversion_id: conversion.conversion_id,
    order_id: conversion.order_id,
    touch_id: touch.touch_id,
    touch_position: earned.position,
    creator_id: touch.creator_id,
    campaign_id: touch.campaign_id,
    post_id: touch.post_id,
    link_id: touch.link_id,
    platform: touch.platform,
    weight: earned.weight,
    amount_minor: earned.amount_minor,
    currency: conversion.currency,
    amount_workspace_minor: earned.amount_workspace_minor,
    workspace_currency: conversion.workspace_currency,
    kind: 'credit',
    event_time_ms: conversion.at_ms,
  };
}
