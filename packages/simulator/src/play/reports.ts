import type { MarketReport } from '../reports.js';
import { type Door, PlayError } from './doors.js';
import { codeOf } from './entities.js';
import { eachAtMost } from './pool.js';

const BATCH_EVENTS = 200;
const CONCURRENCY = 2;

export interface ReportCounts {
  accepted: number;
  duplicate: number;
}

export interface ReportPlay {
  /** By the click's index in the market. */
  readonly clickIds: ReadonlyMap<number, string>;
  readonly collector: Door;
  readonly token: string;
}

interface Result {
  readonly outcome: 'accepted' | 'duplicate' | 'rejected';
  readonly code?: string;
  readonly path?: string;
}

/** Tells the collector every order, refund, log-in, code and cost, with the click ids the tracker gave. */
export async function playReports(reports: readonly MarketReport[], play: ReportPlay, advance: (count: number) => void): Promise<ReportCounts> {
  const events = reports.map(({ event, click_index }) => {
    const click_id = click_index === undefined ? undefined : play.clickIds.get(click_index);
    return click_id === undefined ? event : { ...event, click_id };
  });
  return sendEvents(events, play, advance);
}

/** In batches, as the collector takes them; a second time each is answered as known. @throws PlayError for one that is refused */
export async function sendEvents(
  events: readonly object[],
  play: Pick<ReportPlay, 'collector' | 'token'>,
  advance: (count: number) => void,
): Promise<ReportCounts> {
  const counts: ReportCounts = { accepted: 0, duplicate: 0 };
  const headers = { authorization: `Bearer ${play.token}`, 'content-type': 'application/json' };
  const batches = Array.from({ length: Math.ceil(events.length / BATCH_EVENTS) }, (_, index) => events.slice(index * BATCH_EVENTS, (index + 1) * BATCH_EVENTS));
  await eachAtMost(batches, CONCURRENCY, async (batch) => {
    const answer = await play.collector.ask({ method: 'POST', path: '/v1/events', headers, body: JSON.stringify({ events: batch }) });
    if (answer.status !== 202) throw new PlayError(`POST /v1/events: ${answer.body.slice(0, 500)}`, answer.status, codeOf(answer.body));
    const { results } = JSON.parse(answer.body) as { results: Result[] };
    for (const [index, result] of results.entries()) count(counts, result, batch[index]);
    advance(batch.length);
  });
  return counts;
}

function count(counts: ReportCounts, result: Result, event: object | undefined): void {
  if (result.outcome === 'rejected') {
    throw new PlayError(`refused ${result.code} at ${result.path ?? '(no path)'}: ${JSON.stringify(event)}`, 422, result.code);
  }
  counts[result.outcome] += 1;
}
