import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dockerAnswers } from '../src/docker.js';
import { kafkaForTests, suitePrefix } from '../src/index.js';

describe('the broker a suite runs on', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is the one of KAFKA_BROKERS, whatever else there is', async () => {
    vi.stubEnv('KAFKA_BROKERS', 'one:9092,two:9092');
    expect(await kafkaForTests()).toEqual({ brokers: ['one:9092', 'two:9092'] });
  });

  it('is the one that the test run lends, or its reason why there is none', async () => {
    const answers = [{ brokers: ['lent:9092'] }, { reason: 'no Java' }];
    const { url, close } = await serve(() => JSON.stringify(answers.shift()));
    vi.stubEnv('KAFKA_BROKERS', '');
    vi.stubEnv('TOUCHLINE_KAFKA_LENDER', url);
    expect(await kafkaForTests()).toEqual({ brokers: ['lent:9092'] });
    expect(await kafkaForTests()).toEqual({ reason: 'Kafka: no Java' });
    close();
  });

  it('comes from Docker only where an engine answers its ping', async () => {
    const { url, close } = await serve(() => 'OK');
    expect(await dockerAnswers(url.replace('http:', 'tcp:'))).toBe(true);
    close();
    expect(await dockerAnswers('unix:///nowhere/docker.sock')).toBe(false);
    expect(await dockerAnswers('ssh://elsewhere')).toBe(false);
  });

  it('is shared, so that each suite gets a prefix nobody else has', () => {
    expect(suitePrefix('a')).toMatch(/^a-[0-9a-f]{8}\.$/);
    expect(suitePrefix('a')).not.toBe(suitePrefix('a'));
  });
});

async function serve(answer: () => string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => response.end(answer()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
