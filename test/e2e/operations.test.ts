import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { RunningTouchline, touchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const WAIT_MS_MAX = 20_000;
const SERVICES = ['TRACKER', 'COLLECTOR', 'INGESTOR', 'AGGREGATOR', 'CONSOLE'] as const;

let running: RunningTouchline;
let receiver: OtlpReceiver;
let short_url: string;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  running = await RunningTouchline.create({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    TOUCHLINE_TRACE_RATIO: '1',
    // The SDK's own: how long it gathers spans.
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await running.start('--no-demo');
  const made = await touchline(['links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/'], {
    ...running.environment,
    TOUCHLINE_KEY: await until('the first key', WAIT_MS_MAX, async () => running.firstKey || undefined),
  });
  expect(made.stderr).toBe('');
  short_url = made.stdout.trim();
});

afterAll(async () => {
  await running.remove();
  await receiver.stop();
});

async function send(order: object, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(running.url('COLLECTOR', '/v1/events'), {
    method: 'POST',
    headers: { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(order),
  });
  return answer.status;
}

const order = (order_id: string) => ({ type: 'order_placed', order_id, amount_minor: 4_990, currency: 'EUR', customer_id: `customer of ${order_id}` });

/** The spans from the request to the row, once they have all come. */
async function wayOf(
  find: (span: ReceivedSpan) => boolean,
  front: string,
): Promise<Record<'request' | 'append' | 'stored' | 'batch' | 'insert', ReceivedSpan>> {
  return until(`the trace of ${front}`, WAIT_MS_MAX, async () => {
    const append = receiver.spans.find((span) => span.name === 'append' && find(span));
    const request = receiver.spans.find((span) => span.name === front && span.spanId === append?.parentSpanId);
    const stored = receiver.spans.find((span) => span.name === 'store record' && span.parentSpanId === append?.spanId);
    const batch = receiver.spans.find((span) => span.name === 'ingest batch' && span.spanId === stored?.links?.[0]?.spanId);
    const insert = receiver.spans.find((span) => span.name === 'insert' && span.parentSpanId === batch?.spanId);
    return append && request && stored && batch && insert ? { append, request, stored, batch, insert } : undefined;
  });
}

async function metricsOf(service: (typeof SERVICES)[number]): Promise<string> {
  return (await fetch(`http://127.0.0.1:${running.environment[`TOUCHLINE_${service}_ADMIN_PORT`]}/metrics`)).text();
}

describe('a trace', () => {
  it('follows a click from the request on the hot path to the batch that stored it', async () => {
    const { click_id } = await click(short_url);
    const way = await wayOf((span) => span.attributes['touchline.event_id'] === click_id, 'redirect');
    expect([way.request.service, way.append.service, way.stored.service, way.batch.service]).toEqual(['tracker', 'tracker', 'ingestor', 'ingestor']);
    expect(
      receiver
        .trace(way.request.traceId)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['append', 'redirect', 'store record']);
    expect(way.batch.links).toContainEqual(expect.objectContaining({ traceId: way.append.traceId, spanId: way.append.spanId }));
    expect(way.request.attributes).toMatchObject({ 'http.response.status_code': 302 });
    expect(way.append.attributes).toMatchObject({ 'touchline.logged': true });
    expect(way.stored.attributes).toMatchObject({ 'touchline.topic': 'clicks', 'touchline.stored': true });
    expect(await metricsOf('TRACKER')).toMatch(/^touchline_hot_requests_total [1-9]/m);
  });

  it('follows an order, as part of the trace its sender began, to the run that credits it', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    expect(await send(order('traced'), { traceparent, baggage: 'email=ada@example.com' })).toBe(202);
    const way = await wayOf((span) => span.traceId === traceId, 'collect');
    expect(way.request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
    expect(way.stored.traceId).toBe(traceId);
    expect(way.insert.attributes).toMatchObject({ 'db.collection.name': 'order_facts' });
    await until('the run', WAIT_MS_MAX, async () => receiver.spans.find(({ name, service }) => name === 'attribution run' && service === 'aggregator'));
    expect(receiver.raw).not.toContain('ada@example.com');
  });

  it('that its sender does not want recorded is not', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(await send(order('unsampled'), { traceparent: `00-${traceId}-00f067aa0ba902b7-00` })).toBe(202);
    expect(await send(order('after it'))).toBe(202);
    const seen = receiver.spans.length;
    await until('a later trace', WAIT_MS_MAX, async () => receiver.spans.slice(seen).find(({ name }) => name === 'store record'));
    expect(receiver.trace(traceId)).toEqual([]);
  });
});

describe('metrics', () => {
  it('of every process are there, and tell of what went through it', async () => {
    await fetch(running.url('CONSOLE', '/api/workspaces'));
    expect(await send({ ...order('refused'), colour: 'red' })).toBe(422);
    expect(await send(order('traced'))).toBe(202);
    const expected = {
      TRACKER: [/^touchline_redirects_total{class="human"} 1$/m, /^touchline_clicks_logged_total 1$/m, /^touchline_redirect_latency_seconds_count 1$/m],
      COLLECTOR: [
        /^touchline_events_accepted_total{type="order_placed"} 3$/m,
        /^touchline_events_deduplicated_total{type="order_placed"} 1$/m,
        /^touchline_events_rejected_total{code="TL_FIELD_UNKNOWN"} 1$/m,
        /^touchline_http_requests_total{route="\/v1\/events",method="POST",status="202"} 4$/m,
      ],
      INGESTOR: [
        /^touchline_ingest_stored_total{topic="clicks"} 1$/m,
        /^touchline_ingest_stored_total{topic="conversions"} 3$/m,
        /^touchline_ingest_lag_records{topic="conversions"} 0$/m,
        /^touchline_ingest_lag_seconds{topic="clicks"} 0$/m,
        /^touchline_insert_duration_seconds_count{table="click_facts"} 1$/m,
        /^touchline_ingest_in_flight_records 0$/m,
      ],
      AGGREGATOR: [/^touchline_attribution_runs_total{outcome="credited"} [1-9]/m, /^touchline_attribution_lines_written_total [1-9]/m],
      CONSOLE: [/^touchline_http_requests_total{route="\/api\/workspaces",method="GET",status="200"} 1$/m],
    };
    for (const service of SERVICES) {
      const lacking = async () => {
        const text = await metricsOf(service);
        return [...expected[service], /^touchline_health{state="ready"} 1$/m, /^process_cpu_seconds_total /m].filter((line) => !line.test(text));
      };
      await until(`the metrics of ${service}`, WAIT_MS_MAX, async () => ((await lacking()).length === 0 ? true : undefined)).catch(async (error) => {
        throw new Error(`${error}; ${(await lacking()).join(' ')} in\n${await metricsOf(service)}`);
      });
    }
  });
});

describe('touchline status', () => {
  interface Status {
    readonly ready: boolean;
    readonly processes: readonly {
      readonly name: string;
      readonly state: string;
      readonly ready: boolean;
      readonly pid: number;
      readonly detail: string | null;
      readonly restarts: number;
    }[];
  }
  const of = (status: Status, name: string) => status.processes.find((each) => each.name === name);

  it('shows a process that waits for another as degraded, with the reason, and as ready when it is over', async () => {
    const before = await running.json<Status>('status');
    const { pid } = of(before, 'warehouse') ?? { pid: 0 };
    process.kill(pid, 'SIGSTOP');
    try {
      await send(order('while it hangs'));
      const status = await until('a degraded ingestor', WAIT_MS_MAX, async () => {
        const now = await running.json<Status>('status');
        return of(now, 'ingestor')?.state === 'degraded' ? now : undefined;
      });
      expect(status.ready).toBe(false);
      expect(of(status, 'ingestor')).toMatchObject({ ready: false, detail: expect.stringContaining('warehouse') });
      expect(of(status, 'collector')).toMatchObject({ ready: true, state: 'ready' });
      expect((await running.cli('status')).stdout).toMatch(/ingestor +degraded/);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect((await running.cli('status', '--wait', '30s')).code).toBe(0);
  });

  it('counts how often the supervisor started a process again', async () => {
    const { pid } = of(await running.json<Status>('status'), 'console') ?? { pid: 0 };
    process.kill(pid, 'SIGKILL');
    const restarted = await until('the restart', WAIT_MS_MAX, async () => {
      const now = of(await running.json<Status>('status'), 'console');
      return now?.ready && now.pid !== pid ? now : undefined;
    });
    expect(restarted.restarts).toBe(1);
  });
});
