import type { Choosable, ExperimentRow } from '../../../../../src/experiment-answers.js';
import { designWords } from '../../../format/designs.js';

const DAY_MS = 86_400_000;

/** An experiment while it is being written: as the form has it. */
export interface Draft {
  /** Drawn once, so that a repeat of the last step writes the same one again. */
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly design: ExperimentRow['design'];
  readonly unit: ExperimentRow['unit'];
  readonly assignment: 'hash' | 'imported';
  readonly links: readonly Choosable[];
  readonly creators: readonly Choosable[];
  readonly campaigns: readonly Choosable[];
  readonly geos: readonly string[];
  /** Per cent of the units that go without. */
  readonly control_percent: string;
  /** Of a stepped wedge. */
  readonly steps: string;
  readonly holdout_url: string;
  readonly metric: 'conversion_rate' | 'orders' | 'revenue';
  readonly market_metric: string;
  readonly scale: 'absolute' | 'relative';
  readonly method: string;
  readonly window_days: string;
  /** Major units; empty: none. */
  readonly cap: string;
  readonly confidence_percent: string;
  readonly effect_percent: string;
  readonly power_percent: string;
  /** In place of the history's; empty: the history's. */
  readonly mean: string;
  readonly units_per_day: string;
  readonly weeks: string;
  readonly n_star: string;
  /** Of a draft that was reopened: what no field of the form holds, kept until a field that decides it changes. */
  readonly kept: Kept;
}

export interface Kept {
  /** Other arms than the form's two or its steps; null: the form's. */
  readonly arms: Pick<ExperimentRow, 'arms' | 'control_arm'> | null;
  /** null: all guards. */
  readonly guards: ExperimentRow['guards'] | null;
  readonly pre_period: ExperimentRow['pre_period'];
  /** null: as many weeks as the form says, from now. */
  readonly planned_end: string | null;
  /** Who assigns, where the form does not ask; null: as the design has it. */
  readonly assignment: ExperimentRow['assignment'] | null;
  /** A window to the millisecond, as long as the form's days are those it came from. */
  readonly window: { readonly days: string; readonly ms: number } | null;
}

export const KEPT_NOTHING: Kept = { arms: null, guards: null, pre_period: null, planned_end: null, assignment: null, window: null };

export function newDraft(): Draft {
  return {
    id: `x-${crypto.getRandomValues(new Uint32Array(2)).join('').slice(0, 12)}`,
    name: '',
    notes: '',
    ...designed('redirect_holdout'),
    assignment: 'hash',
    links: [],
    creators: [],
    campaigns: [],
    geos: [],
    control_percent: '50',
    steps: '3',
    holdout_url: '',
    metric: 'conversion_rate',
    market_metric: '',
    scale: 'absolute',
    window_days: '7',
    cap: '',
    confidence_percent: '95',
    effect_percent: '20',
    power_percent: '80',
    mean: '',
    units_per_day: '',
    weeks: '4',
    n_star: '',
  };
}

/** Another length: the end that was kept no longer holds. */
export const ofWeeks = (weeks: string, { kept }: Pick<Draft, 'kept'>): Pick<Draft, 'weeks' | 'kept'> => ({ weeks, kept: { ...kept, planned_end: null } });

/** What follows from a design until something else is chosen. */
export function designed(design: Draft['design']): Pick<Draft, 'design' | 'unit' | 'method' | 'kept'> {
  const { units, methods } = designWords(design);
  return { design, unit: units[0] ?? 'customer', method: methods[0] ?? 'sequential', kept: KEPT_NOTHING };
}

export const isPeople = ({ unit }: Pick<Draft, 'unit'>) => unit === 'visitor' || unit === 'customer' || unit === 'email';

/** What is empty or no number is left out, so that the server says which field is missing or wrong. */
function number(text: string): number | undefined {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
}

const scaled = (text: string, factor: number) => {
  const value = number(text);
  return value === undefined ? undefined : value * factor;
};

const SHARES = 10_000;

function armsOf({ design, control_percent, steps, kept }: Draft) {
  if (kept.arms !== null) return kept.arms;
  if (design === 'stepped_wedge') {
    const names = Array.from({ length: Math.max(2, Math.min(32, number(steps) ?? 2)) }, (_, place) => `step-${place + 1}`);
    return { arms: names.map((name) => ({ name, weight: 1 })), control_arm: names.at(-1) ?? 'step-2' };
  }
  const control = Math.round((scaled(control_percent, SHARES / 100) ?? SHARES / 2) * 1);
  const weight = Math.min(SHARES - 1, Math.max(1, control));
  return {
    arms: [
      { name: 'control', weight },
      { name: 'treated', weight: SHARES - weight },
    ],
    control_arm: 'control',
  };
}

function metricOf(draft: Draft) {
  return draft.unit === 'geo' ? { kind: 'geo_outcome' as const, name: draft.market_metric } : { kind: draft.metric };
}

function scopeOf({ links, creators, campaigns, geos }: Draft) {
  const ids = (chosen: readonly Choosable[]) => chosen.map(({ id }) => id);
  return { link_ids: ids(links), creator_ids: ids(creators), campaign_ids: ids(campaigns), geos };
}

/** Whole milliseconds: a third of a day is none in binary fractions. */
function windowOf({ window_days, kept: { window } }: Draft): number | undefined {
  if (window !== null && window.days === window_days) return window.ms;
  const window_ms = scaled(window_days, DAY_MS);
  return window_ms === undefined ? undefined : Math.round(window_ms);
}

/** As the planner takes it. */
export function questionOf(draft: Draft) {
  const { design, unit, scale } = draft;
  return {
    ...{ design, unit, scale, scope: scopeOf(draft), metric: metricOf(draft), ...armsOf(draft) },
    alpha: 1 - (scaled(draft.confidence_percent, 0.01) ?? 0.95),
    conversion_window_ms: windowOf(draft),
    effect: scaled(draft.effect_percent, 0.01),
    power: scaled(draft.power_percent, 0.01),
    mean: draft.metric === 'conversion_rate' ? scaled(draft.mean, 0.01) : number(draft.mean),
    units_per_day: number(draft.units_per_day),
  };
}

/** Alpha without the dust of 1 − 0.95. */
const rounded = (value: number) => Number(value.toFixed(6));

interface Money {
  /** Digits of the currency's minor unit. */
  readonly digits: number;
}

/** As `POST /v1/experiments` takes it. */
export function bodyOf(draft: Draft, planned_end: string, { digits }: Money) {
  const { id, name, notes, design, unit, scale, method, holdout_url, assignment, kept } = draft;
  const question = questionOf(draft);
  const cap = scaled(draft.cap, 10 ** digits);
  return {
    ...{ id, name, design, unit, scale, method, planned_end, scope: question.scope, metric: question.metric, ...armsOf(draft) },
    ...(notes === '' ? {} : { notes }),
    ...(design === 'user_holdout' ? { assignment } : kept.assignment === null ? {} : { assignment: kept.assignment }),
    ...(design === 'redirect_holdout' && holdout_url !== '' ? { holdout_url } : {}),
    ...(cap === undefined || draft.metric !== 'revenue' ? {} : { winsorising_cap_minor: Math.round(cap) }),
    ...(kept.guards === null ? {} : { guards: kept.guards }),
    ...(kept.pre_period === null ? {} : { pre_period: kept.pre_period }),
    alpha: rounded(question.alpha),
    conversion_window_ms: question.conversion_window_ms,
    n_star: isPeople(draft) ? number(draft.n_star) : undefined,
  };
}

/** Full weeks from now, so that every weekday counts alike; of a draft that was reopened what it had, until its length changes. */
export function plannedEnd({ weeks, kept }: Draft, now: number = Date.now()): string {
  if (kept.planned_end !== null) return kept.planned_end;
  return new Date(now + (number(weeks) ?? 0) * 7 * DAY_MS).toISOString();
}
