import type { Market } from '../market.js';
import { playClicks } from './clicks.js';
import { Door } from './doors.js';
import { entitySteps, playEntities } from './entities.js';
import { playReports, type ReportCounts } from './reports.js';

const CONCURRENCY = 32;
const CONCURRENCY_MAX = 256;

const PLAY_PHASES = ['entities', 'clicks', 'reports'] as const;
export type PlayPhase = (typeof PLAY_PHASES)[number];

export interface PlayOptions {
  readonly tracker_url: string;
  readonly collector_url: string;
  /** A key with the scopes `links:write`, `events:write` and `simulate`, of a workspace marked as simulated. */
  readonly token: string;
  readonly signal?: AbortSignal;
  /** Requests under way at a time. */
  readonly concurrency?: number;
  readonly click_parameter?: string;
  /** All when left out. Without `clicks` orders carry no click id: only to repeat what was played before. */
  readonly phases?: readonly PlayPhase[];
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
 * collector's API. A second time the collector answers `duplicate` to every report; clicks are new requests, and count.
 * @throws PlayError when a door refuses something or stays closed.
 */
export async function playMarket(market: Market, options: PlayOptions): Promise<Played> {
  const { token, signal, onProgress, phases = PLAY_PHASES } = options;
  const concurrency = Math.max(1, Math.min(CONCURRENCY_MAX, options.concurrency ?? CONCURRENCY));
  const tracker = new Door(options.tracker_url, concurrency, signal);
  const collector = new Door(options.collector_url, concurrency, signal);
  const played = only(market, phases);
  const entities = entitySteps(played).reduce((sum, [, list]) => sum + list.length, 0);
  const total = entities + played.clicks.length + played.reports.length;
  let done = 0;
  const advance = (phase: PlayPhase, count = 1) => {
    done += count;
    onProgress?.(done, total, phase);
  };
  try {
    await playEntities(played, tracker, token, () => advance('entities'));
    const play = { links: market.links, tracker, token, concurrency, click_parameter: options.click_parameter ?? 'tlc' };
    const clickIds = await playClicks(played.clicks, play, () => advance('clicks'));
    const reports = await playReports(played.reports, { clickIds, collector, token }, (count) => advance('reports', count));
    return { entities, clicks: played.clicks.length, click_ids: clickIds.size, reports };
  } finally {
    tracker.close();
    collector.close();
  }
}

/** The market without the phases that were not asked for. */
function only(market: Market, phases: readonly PlayPhase[]): Market {
  const none = { creators: [], campaigns: [], posts: [], links: [], codes: [] };
  return {
    ...market,
    ...(phases.includes('entities') ? {} : none),
    clicks: phases.includes('clicks') ? market.clicks : [],
    reports: phases.includes('reports') ? market.reports : [],
  };
}
