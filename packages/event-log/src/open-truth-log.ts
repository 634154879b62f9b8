import { readFileSync } from 'node:fs';
import { type Config, dataPaths, TouchlineError } from '@touchline/runtime';
import { openKafkaLog } from './kafka/kafka-log.js';
import type { KafkaLogOptions, KafkaSasl } from './kafka/options.js';
import { openLocalLog } from './local/local-log.js';
import type { EventLog } from './port.js';

/**
 * Opens the log that the settings name: Kafka with KAFKA_BROKERS, else the local log in the data folder.
 * @param client_id what Kafka's own logs call this process
 * @throws TouchlineError TL_CONFIG_INVALID, TL_LOG_UNAVAILABLE when the local folder cannot be opened
 */
export function openTruthLog(config: Config, client_id: string): EventLog {
  if (config.KAFKA_BROKERS === '') return openLocalLog({ path: dataPaths(config).log });
  return openKafkaLog(kafkaOptions(config, client_id));
}

/** What the KAFKA_ settings say; KAFKA_BROKERS must be set. @throws TouchlineError TL_CONFIG_INVALID */
export function kafkaOptions(config: Config, client_id: string): KafkaLogOptions {
  const sasl = saslOf(config);
  return {
    client_id,
    brokers: config.KAFKA_BROKERS.split(','),
    topic_prefix: config.KAFKA_TOPIC_PREFIX,
    replication_factor: config.KAFKA_REPLICATION_FACTOR,
    session_timeout_ms: config.KAFKA_SESSION_TIMEOUT_MS,
    compression: config.KAFKA_COMPRESSION,
    tls: config.KAFKA_TLS ? tlsOf(config) : false,
    ...(sasl === undefined ? {} : { sasl }),
  };
}

function tlsOf({ KAFKA_TLS_CA_FILE }: Config): true | { readonly ca: string } {
  if (KAFKA_TLS_CA_FILE === '') return true;
  try {
    return { ca: readFileSync(KAFKA_TLS_CA_FILE, 'utf8') };
  } catch (error) {
    throw new TouchlineError('TL_CONFIG_INVALID', `KAFKA_TLS_CA_FILE: ${(error as Error).message}`, 'KAFKA_TLS_CA_FILE');
  }
}

function saslOf({ KAFKA_SASL_MECHANISM, KAFKA_SASL_USER, KAFKA_SASL_PASSWORD }: Config): KafkaSasl | undefined {
  if (KAFKA_SASL_MECHANISM === '') return undefined;
  for (const [name, value] of Object.entries({ KAFKA_SASL_USER, KAFKA_SASL_PASSWORD })) {
    if (value === '') throw new TouchlineError('TL_CONFIG_INVALID', `${name}: needed with KAFKA_SASL_MECHANISM`, name);
  }
  return { mechanism: KAFKA_SASL_MECHANISM, username: KAFKA_SASL_USER, password: KAFKA_SASL_PASSWORD };
}
