import { type LedgerLine, UNATTRIBUTED, WEIGHT_UNITS } from './lines.js';
import { type LedgerModel, MODELS, parametrised, shares } from './models.js';
import { convertMinor, type Exchange, splitMoney } from './money.js';
import type { Chain, Touch } from './touch.js';

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

const NO_CHAIN: Chain = { creator_id: '', campaign_id: '', post_id: '', link_id: '', platform: '' };

/**
 * The credit lines of one conversion under every model: a line for each touch that gets something, or one `(unattributed)`
 * line. Per model the weights sum to 1 and the amounts to the conversion's, exactly, in its own currency and in the workspace's:
 * the total is converted once and then split, never the parts one by one.
 */
export function creditLines(conversion: Conversion, touches: readonly Touch[], options: CreditOptions): LedgerLine[] {
  const amount_workspace_minor = convertMinor(conversion.amount_minor, conversion.exchange);
  return (options.models ?? MODELS).flatMap((model) => {
    const { conversion_id, order_id, currency, workspace_currency } = conversion;
    const common = { model: model.name, model_version: model.model_version, conversion_id, order_id };
    const closing = { currency, workspace_currency, kind: 'credit' as const, event_time_ms: conversion.at_ms };
    if (touches.length === 0) {
      const money = { weight: 1, amount_minor: conversion.amount_minor, amount_workspace_minor };
      return [{ ...common, touch_id: UNATTRIBUTED, touch_position: 0, ...NO_CHAIN, ...money, ...closing }];
    }
    const parts = shares(parametrised(model, options.half_life_ms), touches.map(asModelTouch));
    const units = splitMoney(WEIGHT_UNITS, parts);
    const amounts = splitMoney(conversion.amount_minor, parts);
    const workspaceAmounts = splitMoney(amount_workspace_minor, parts);
    return touches.flatMap((touch, index) => {
      const { touch_id, creator_id, campaign_id, post_id, link_id, platform } = touch;
      const [unit, amount, workspaceAmount] = [units[index] ?? 0, amounts[index] ?? 0, workspaceAmounts[index] ?? 0];
      if (unit === 0 && amount === 0 && workspaceAmount === 0) return [];
      const chain = { creator_id, campaign_id, post_id, link_id, platform };
      const money = { weight: unit / WEIGHT_UNITS, amount_minor: amount, amount_workspace_minor: workspaceAmount };
      return [{ ...common, touch_id, touch_position: index + 1, ...chain, ...money, ...closing }];
    });
  });
}

function asModelTouch(touch: Touch): { at_ms: number; channel: string } {
  return { at_ms: touch.at_ms, channel: touch.creator_id };
}
