import { afterEach, describe, expect, it } from 'vitest';
import { startAdmin } from '../src/admin.js';
import { degraded, type Health, healthy, Metrics, unhealthy } from '../src/index.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function adminOf(health: () => Health): Promise<(path: string) => Promise<{ status: number; text: string }>> {
  const service = { address: 'http://127.0.0.1:1', health, stop: async () => undefined };
  const server = await startAdmin({ name: 'tracker', port: 0, service, metrics: new Metrics() });
  open.push(server);
  const { port } = server.server.address() as { port: number };
  return async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
}

describe('a process says how it is', () => {
  it.each([
    ['ready', healthy(), 200, { ready: true, state: 'ready' }],
    ['degraded, and may still be sent traffic', degraded('Kafka is down', { ready: true }), 200, { ready: true, state: 'degraded', detail: 'Kafka is down' }],
    ['degraded, and others should get the traffic', degraded('clicks not logged', { ready: false }), 503, { ready: false, state: 'degraded' }],
    ['unhealthy', unhealthy('no directory'), 503, { ready: false, state: 'unhealthy', detail: 'no directory' }],
  ])('%s', async (_name, health, status, told) => {
    const ask = await adminOf(() => health);
    const answer = await ask('/readyz');
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ service: 'tracker', pid: process.pid, ...told });
    expect((await ask('/healthz')).status).toBe(200);
    const { text } = await ask('/metrics');
    for (const state of ['ready', 'degraded', 'unhealthy']) expect(text).toContain(`touchline_health{state="${state}"} ${state === told.state ? 1 : 0}`);
  });

  it('is unhealthy when it cannot even say how it is, and does not say what it cannot know to be harmless (I9)', async () => {
    const ask = await adminOf(() => JSON.parse('ada@example.com'));
    const answer = await ask('/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({ state: 'unhealthy', detail: 'SyntaxError' });
    expect(answer.text).not.toContain('ada');
  });
});
