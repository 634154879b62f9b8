import { type Config, dataPaths } from '@touchline/runtime';
import { openLocalLog } from '../local/local-log.js';
import { openOutbox } from '../local/outbox.js';
import { openTruthLog } from '../open-truth-log.js';
import type { EventLog, Outbox } from '../port.js';

/** Changes to it are appended to the truth itself, so it never waits in an outbox. */
export const TRUTH_ONLY_TOPIC = 'directory';

/** Whose position in an outbox says what is in Kafka. */
export const OUTBOX_GROUP = 'forwarder';

/** What a process at the edge appends to and reads from. Without Kafka both are the local log, which then is the truth. */
export interface Logs {
  /** Clicks and reported events go here, whatever else is down. */
  readonly edge: EventLog;
  /** What everything else is made from. */
  readonly truth: EventLog;
  /** The edge once more, where it holds records only until they are in Kafka; undefined without Kafka. */
  readonly outbox: Outbox | undefined;
  close(): Promise<void>;
}

/** With Kafka the local log is an outbox, trimmed by the forwarder. */
export function isForwarding(config: Config): boolean {
  return config.KAFKA_BROKERS !== '';
}

/** The log on this machine, to append to and be answered at once. @throws TouchlineError TL_LOG_UNAVAILABLE */
export function openEdgeLog(config: Config): EventLog {
  return isForwarding(config) ? openEdgeOutbox(config) : openLocalLog({ path: dataPaths(config).log });
}

/** The outbox of a machine that forwards to Kafka. @throws TouchlineError TL_LOG_UNAVAILABLE */
export function openEdgeOutbox(config: Config): Outbox {
  return openOutbox({ path: dataPaths(config).outbox, bytes_max: config.TOUCHLINE_OUTBOX_BYTES_MAX });
}

/** Both, opened once where they are one. @throws TouchlineError TL_LOG_UNAVAILABLE */
export function openLogs(config: Config, client_id: string): Logs {
  const truth = openTruthLog(config, client_id);
  if (!isForwarding(config)) return { edge: truth, truth, outbox: undefined, close: () => truth.close() };
  const outbox = openEdgeOutbox(config);
  return {
    edge: outbox,
    truth,
    outbox,
    close: async () => {
      await Promise.all([outbox.close(), truth.close()]);
    },
  };
}
