import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, startBroker, suitePrefix, whyNoBroker } from '@touchline/kafka-broker';
import { loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTruthLog } from '../src/index.js';
import { everything, record, SINGLE } from './contract/harness.js';

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const why = await whyNoBroker({ secured: true });

describe('Kafka behind TLS and a login', () => {
  if (why !== undefined) {
    it('needs Kafka', ({ skip }) => skip(why));
    return;
  }

  let broker: Broker;
  let settings: Record<string, string>;
  const folder = mkdtempSync(join(tmpdir(), 'touchline-secured-'));

  beforeAll(async () => {
    broker = await startBroker({ secured: true });
    const { secured } = broker;
    if (secured === undefined) throw new Error('the broker has no such door');
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, secured.ca);
    settings = {
      TOUCHLINE_DATA: folder,
      KAFKA_BROKERS: `127.0.0.1:${secured.port}`,
      KAFKA_TOPIC_PREFIX: suitePrefix('secured'),
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: ca,
      KAFKA_SASL_USER: secured.username,
      KAFKA_SASL_PASSWORD: secured.password,
    };
  });
  afterAll(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true });
  });

  const open = (change: Readonly<Record<string, string>>) => openTruthLog(loadConfig({ ...settings, ...change }), 'test');

  it.each(MECHANISMS)('takes and gives records by %s, as the settings say (I1)', async (mechanism) => {
    const log = open({ KAFKA_SASL_MECHANISM: mechanism });
    await log.append(SINGLE, [record('k', mechanism)]);
    expect((await everything(log, SINGLE)).map(({ text }) => text)).toContain(mechanism);
    await log.close();
  });

  it.concurrent.each([
    ['another password', { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_PASSWORD: 'guessed-wrong' }],
    ['no login', { KAFKA_SASL_MECHANISM: '' }],
    ['an authority that did not sign', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_TLS_CA_FILE: '' }],
    ['no TLS', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_TLS: 'false' }],
  ])('takes nothing with %s, says so, and keeps the password to itself', async (_what, change) => {
    const log = open(change);
    const failure = await log.append(SINGLE, [record('k', 'never')]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    expect(String(failure)).not.toMatch(new RegExp(`guessed-wrong|${broker.secured?.password}`));
    await log.close();
  });
});
