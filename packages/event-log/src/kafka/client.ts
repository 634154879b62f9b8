import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import { kafkajs } from './library.js';
import {
  AUTHENTICATE_MS_MAX,
  CLIENT_PAUSE_MS_MAX,
  CLIENT_PAUSE_MS_MIN,
  CLIENT_RETRIES_MAX,
  CONNECT_MS_MAX,
  DISCONNECT_MS_MAX,
  REQUEST_MS_MAX,
} from './limits.js';
import type { KafkaLogOptions, KafkaSasl } from './options.js';

/** All of it said, as kafkajs takes other values where NODE_ENV is `test`. */
export const RETRY = { retries: CLIENT_RETRIES_MAX, initialRetryTime: CLIENT_PAUSE_MS_MIN, maxRetryTime: CLIENT_PAUSE_MS_MAX, factor: 0.2, multiplier: 2 };

/**
 * A client with explicit timeouts (FINDINGS, kafkajs 10). Each consumer gets one of its own: consumers of one client and
 * group share their committed offsets and wipe each other's. Its log is off, as what fails is told to the caller; on Node 24
 * that hides its harmless warning of negative timeouts no more than Node itself does (FINDINGS, kafkajs 12).
 */
export function kafkaClient(options: KafkaLogOptions): Kafka {
  const config: KafkaConfig = {
    clientId: options.client_id,
    brokers: [...options.brokers],
    connectionTimeout: CONNECT_MS_MAX,
    authenticationTimeout: AUTHENTICATE_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: kafkajs().logLevel.NOTHING,
  };
  if (options.tls !== undefined) config.ssl = typeof options.tls === 'boolean' ? options.tls : { ca: [options.tls.ca] };
  if (options.sasl !== undefined) config.sasl = saslOf(options.sasl);
  return new (kafkajs().Kafka)(config);
}

function saslOf({ mechanism, username, password }: KafkaSasl): SASLOptions {
  // One by one, as kafkajs types a mechanism together with what it needs.
  if (mechanism === 'plain') return { mechanism, username, password };
  if (mechanism === 'scram-sha-256') return { mechanism, username, password };
  return { mechanism, username, password };
}

/** Disconnects, but waits no longer than a dead broker is worth. */
export async function disconnect(client: { disconnect(): Promise<void> }): Promise<void> {
  const given_up = new AbortController();
  const patience = sleep(DISCONNECT_MS_MAX, undefined, { signal: given_up.signal }).catch(() => undefined);
  await Promise.race([client.disconnect().catch(() => undefined), patience]);
  given_up.abort();
}
