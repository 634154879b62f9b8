import type { Random } from '../random.js';
import { type Columns, columnsOf } from './lottery.js';

export interface TwoSeries {
  /** time, control, treatment. */
  readonly columns: Columns;
  readonly pre: readonly [number, number];
  readonly test: readonly [number, number];
  /** Summed over the test. */
  readonly truth: { readonly incremental: number };
}

const LEVEL = 500;
const WEEKLY = 60;
const CARRIED_SHARE = 0.7;
const CONTROL_NOISE = 25;
const INTERCEPT = 80;
const SLOPE = 0.6;
const NOISE = 12;
const EFFECT = 9;

/** Series as time-based regression supposes them: treatment is a line through control, with independent normal noise of one size. */
export function simulateTwoSeries(random: Random, { pre_days, test_days }: { readonly pre_days: number; readonly test_days: number }): TwoSeries {
  let mood = 0;
  const rows = Array.from({ length: pre_days + test_days }, (_, time) => {
    mood = CARRIED_SHARE * mood + CONTROL_NOISE * random.normal();
    const control = LEVEL + WEEKLY * Math.sin((2 * Math.PI * time) / 7) + mood;
    return { time, control, treatment: INTERCEPT + SLOPE * control + NOISE * random.normal() + (time < pre_days ? 0 : EFFECT) };
  });
  return { columns: columnsOf(rows), pre: [0, pre_days - 1], test: [pre_days, pre_days + test_days - 1], truth: { incremental: EFFECT * test_days } };
}

export interface NullPanel {
  /** unit, time, outcome. */
  readonly columns: Columns;
  /** Taken for treated, though nothing happened there. */
  readonly treated: string;
  readonly pre: readonly [number, number];
  readonly post: readonly [number, number];
}

export interface NullPanelOptions {
  readonly markets: number;
  readonly pre_weeks: number;
  readonly post_weeks: number;
}

const FACTORS = 3;
const PANEL_LEVEL = 100;
const PANEL_NOISE = 3;

/** Markets that move together and apart, in none of which anything happened; any could as well have been the one taken for treated. */
export function simulateNullPanel(random: Random, { markets, pre_weeks, post_weeks }: NullPanelOptions): NullPanel {
  const weeks = pre_weeks + post_weeks;
  const factors = Array.from({ length: FACTORS }, () => {
    let level = 0;
    return Array.from({ length: weeks }, () => {
      level += 2 * random.normal();
      return level;
    });
  });
  const rows = Array.from({ length: markets }, (_, market) => {
    const base = PANEL_LEVEL * (1 + random.unit());
    const loads = factors.map(() => 1 + 0.5 * random.normal());
    return Array.from({ length: weeks }, (_week, time) => {
      const common = factors.reduce((sum, factor, index) => sum + (loads[index] ?? 0) * (factor[time] ?? 0), 0);
      return { unit: `market ${market}`, time, outcome: base + common + PANEL_NOISE * random.normal() };
    });
  }).flat();
  const treated = `market ${random.integer(0, markets - 1)}`;
  return { columns: columnsOf(rows), treated, pre: [0, pre_weeks - 1], post: [pre_weeks, weeks - 1] };
}
