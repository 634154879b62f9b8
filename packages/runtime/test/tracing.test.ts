import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, loadConfig, startTracing, TouchlineError, type Tracing } from '../src/index.js';

const { cache } = createRequire(import.meta.url);
const sdkIsLoaded = () => Object.keys(cache).some((path) => path.includes('@opentelemetry/sdk-trace') || path.includes('@opentelemetry/exporter'));
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SAMPLED = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };

function started(settings: Record<string, string>): Promise<Tracing | undefined> {
  const config = loadConfig({ TOUCHLINE_LOG_LEVEL: 'silent', ...settings });
  return startTracing('test', config, createLogger('test', config));
}

describe('traces that nobody wants', () => {
  it('are not made, and the SDK is not even loaded', async () => {
    expect(await started({})).toBeUndefined();
    expect(sdkIsLoaded()).toBe(false);
  });
});

describe('of traces that somebody wants', () => {
  const bodies: string[] = [];
  const receiver = createServer((request, answer) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString('utf8')));
    request.on('end', () => answer.end('{}'));
  });
  let tracing: Tracing;
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as { port: number };
    const made = await started({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`, TOUCHLINE_TRACE_RATIO: '0' });
    if (made === undefined) throw new Error('no tracing');
    tracing = made;
  });
  afterAll(() => receiver.close());

  it('only the sampled ones are carried on', () => {
    expect(sdkIsLoaded()).toBe(true);
    expect(tracing.headersOf(tracing.start('by chance'))).toBeUndefined();
    const followed = tracing.headersOf(tracing.start('asked for', { parent: { ...SAMPLED, baggage: 'email=ada@example.com' } }));
    expect(followed).toEqual({ traceparent: expect.stringMatching(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`)) });
  });

  it.each([['nonsense'], [''], [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`], ['x'.repeat(100_000)]])('one that says %.20j is none', (traceparent) => {
    expect(tracing.headersOf(tracing.start('request', { parent: { traceparent } }))).toBeUndefined();
  });

  it('what links to a sampled one is sampled too, whatever the dice say', () => {
    const batch = tracing.start('batch', { root: true, links: [SAMPLED] });
    expect(batch.isRecording()).toBe(true);
    expect(batch.spanContext().traceId).not.toBe(TRACE);
  });

  it('parts are made only under a sampled one', async () => {
    const span = tracing.start('batch', { root: true, links: [SAMPLED] });
    await tracing.within(span, () => tracing.part('inner part', {}, async () => undefined));
    await tracing.part('orphan part', {}, async () => undefined);
    await expect(
      tracing.within(tracing.start('failing', { parent: SAMPLED }), () => Promise.reject(new TouchlineError('TL_LOG_UNAVAILABLE', 'of ada@example.com'))),
    ).rejects.toThrow();
  });

  it('all are sent before it stops, a failure with its code and no more (I9)', async () => {
    await tracing.stop();
    const sent = bodies.join('');
    expect(sent).toContain('"inner part"');
    expect(sent).toContain('TL_LOG_UNAVAILABLE');
    expect(sent).not.toMatch(/orphan part|by chance|ada@example/);
  });
});

describe('a receiver that is away', () => {
  it('does not keep the process from stopping', { timeout: 10_000 }, async () => {
    const tracing = await started({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', TOUCHLINE_TRACE_RATIO: '1' });
    tracing?.start('lost').end();
    await tracing?.stop();
  });
});
