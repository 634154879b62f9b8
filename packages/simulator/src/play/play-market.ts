import type { Market } from '../market.js';
import { playClicks } from './clicks.js';
import { Door } from './doors.js';
import { entitySteps, playEntities } from './entities.js';
import { playReports, type ReportCounts } from './reports.js';

const CONCURRENCY = 32;
const CONCURRENCY_MAX = 256;

export type PlayPhase = 'entities' | 'clicks' | 'reports';

export interface PlayOptions {
  readonly tracker_url: string;
  readonly collector_url: string;
  /** A key with the scopes `links:write`, `events:write` and `simulate`, of a workspace marked as simulated. */
  readonly token: string;
  readonly signal?: AbortSignal;
  /** Requests under way at a time. */
  readonly concurrency?: number;
  readonly click_parameter?: string;
  /** Requests and reports done so far, of all phases together. */
  readonly onProgress?: (done: number, total: number, phase: PlayPhase) => void;
}

export interface Played {
  readonly entities: number;
  readonly clicks: number;
  readonly click_ids: number;
  readonly reports: ReportCounts;
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
  const total = entities + market.clicks.length + market.reports.length;
  let done = 0;
  const advance = (phase: PlayPhase, count = 1) => {
    done += count;
    onProgress?.(done, total, phase);
  };
  try {
    await playEntities(market, tracker, token, () => advance('entities'));
    const play = { links: market.links, tracker, token, concurrency, click_parameter: options.click_parameter ?? 'tlc' };
    const clickIds = await playClicks(market.clicks, play, () => advance('clicks'));
    const reports = await playReports(market.reports, { clickIds, collector, token }, (count) => advance('reports', count));
    return { entities, clicks: market.clicks.length, click_ids: clickIds.size, reports };
  } finally {
    tracker.close();
    collector.close();
  }
}
