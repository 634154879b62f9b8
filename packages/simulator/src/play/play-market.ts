import type { Market } from '../market.js';
import type { Launch } from '../trials/launch.js';
import type { Trial } from '../trials/trial.js';
import { playClicks } from './clicks.js';
import { Door } from './doors.js';
import { entitySteps, playEntities } from './entities.js';
import { LAUNCH_ENTITIES, playLaunch } from './launches.js';
import { playReports, type ReportCounts } from './reports.js';
import { playTrialStart, playTrialVisits, TRIAL_ENTITIES } from './trials.js';

const CONCURRENCY = 32;
const CONCURRENCY_MAX = 256;

export type PlayPhase = 'entities' | 'clicks' | 'reports' | 'trials';

export interface PlayOptions {
  readonly tracker_url: string;
  readonly collector_url: string;
  /** A key with the scopes `links:write`, `events:write` and `simulate`, of a workspace marked as simulated. */
  readonly token: string;
  readonly signal?: AbortSignal;
  /** Requests under way at a time. */
  readonly concurrency?: number;
  readonly click_parameter?: string;
  /** Experiments beside the market, with visitors of their own; the key then needs `experiments:write`. */
  readonly trials?: readonly Trial[];
  /** Launches in markets, beside the market as well. */
  readonly launches?: readonly Launch[];
  /** Requests and reports done so far, of all phases together. */
  readonly onProgress?: (done: number, total: number, phase: PlayPhase) => void;
}

export interface Played {
  readonly entities: number;
  readonly clicks: number;
  readonly click_ids: number;
  readonly reports: ReportCounts;
  /** Of the trials. */
  readonly trial_visits: number;
  readonly trial_orders: number;
  readonly launch_events: number;
}

/**
 * Plays a market through the front doors: entities by the tracker's API, clicks as requests to short links, the rest by the
 * collector's API. Played a second time, or after a break, nothing counts twice: clicks bring their own ids, reports are known.
 * @throws PlayError when a door refuses something or stays closed.
 */
export async function playMarket(market: Market, options: PlayOptions): Promise<Played> {
  const { token, signal, onProgress } = options;
  const concurrency = Math.max(1, Math.min(CONCURRENCY_MAX, options.concurrency ?? CONCURRENCY));
  const tracker = new Door(options.tracker_url, concurrency, signal);
  const collector = new Door(options.collector_url, concurrency, signal);
  const entities = entitySteps(market).reduce((sum, [, list]) => sum + list.length, 0);
  const { trials = [], launches = [] } = options;
  const trial_visits = trials.reduce((sum, { visits }) => sum + visits.length, 0);
  const launch_events = launches.reduce((sum, { events }) => sum + events.length, 0);
  const beside = trial_visits + TRIAL_ENTITIES * trials.length + launch_events + LAUNCH_ENTITIES * launches.length;
  const total = entities + market.clicks.length + market.reports.length + beside;
  let done = 0;
  const advance = (phase: PlayPhase, count = 1) => {
    done += count;
    onProgress?.(done, total, phase);
  };
  try {
    await playEntities(market, tracker, token, () => advance('entities'));
    const play = { links: market.links, tracker, collector, token, concurrency, click_parameter: options.click_parameter ?? 'tlc' };
    for (const trial of trials) await playTrialStart(trial, play, () => advance('entities'));
    const clickIds = await playClicks(market.clicks, play, () => advance('clicks'));
    const reports = await playReports(market.reports, { clickIds, collector, token }, (count) => advance('reports', count));
    let trial_orders = 0;
    for (const trial of trials) trial_orders += await playTrialVisits(trial, play, (count) => advance('trials', count));
    for (const launch of launches) await playLaunch(launch, play, (count) => advance('trials', count));
    return { entities, clicks: market.clicks.length, click_ids: clickIds.size, reports, trial_visits, trial_orders, launch_events };
  } finally {
    tracker.close();
    collector.close();
  }
}
