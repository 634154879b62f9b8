import type { AdminRoutes } from '@touchline/runtime';
import type { HotPath } from './hot/hot-path.js';
import type { Recorder } from './redirect/recorder.js';

/** Adds `/metrics` in the Prometheus text format to the admin port. */
export function metricsRoute({ recorder, hot }: { recorder: Recorder; hot: HotPath }): AdminRoutes {
  return (server) => {
    server.get('/metrics', async (_request, reply) => {
      const { requests, handed_over } = hot.totals;
      const lines = [
        ...counter('clicks_logged_total', 'Requests for a link that are in the log', recorder.recorded_total),
        ...counter('clicks_unlogged_total', 'Requests for a link that were answered without being in the log', recorder.unlogged_total),
        ...counter('hot_requests_total', 'Requests answered by the hot path', requests),
        ...counter('hot_connections_handed_over_total', 'Connections the hot path gave to the slow path', handed_over),
      ];
      return reply.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`);
    });
  };
}

function counter(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, `${name} ${value}`];
}
