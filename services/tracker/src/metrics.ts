import { type Metrics, samplesOf } from '@touchline/runtime';
import type { HotPath } from './hot/hot-path.js';
import type { Recorder } from './redirect/recorder.js';
import type { Redirector } from './redirect/redirector.js';

/** Shows the plain numbers of the hot path; they are read only when somebody asks. */
export function showTracker(metrics: Metrics, { recorder, redirector, hot }: { recorder: Recorder; redirector: Redirector; hot: HotPath }): void {
  metrics.read('touchline_redirects_total', () => samplesOf('class', redirector.counts.classes));
  metrics.read('touchline_redirects_missed_total', () => redirector.counts.missed);
  metrics.read('touchline_clicks_logged_total', () => recorder.recorded_total);
  metrics.read('touchline_clicks_unlogged_total', () => recorder.unlogged_total);
  metrics.read('touchline_clicks_waiting', () => recorder.waiting);
  metrics.read('touchline_hot_requests_total', () => hot.totals.requests);
  metrics.read('touchline_hot_connections_handed_over_total', () => hot.totals.handed_over);
}
