import type { SecuredListener } from './secured.js';

export interface BrokerOptions {
  /** Where its data lies and stays; left out: a temporary folder that goes when the broker is stopped. Not for Docker. */
  readonly data?: string;
  /** Port it listens on, on the loopback; left out or 0: a free one. One that has data keeps its first. */
  readonly port?: number;
  /** Whether it has a door with TLS and SASL as well. On a temporary folder, and not for Docker. */
  readonly secured?: boolean;
}

/** A running Kafka broker of one's own: it may be killed. */
export interface Broker {
  readonly kind: 'maven' | 'docker';
  /** What KAFKA_BROKERS would say. */
  readonly brokers: readonly string[];
  /** Its door with TLS and SASL, where one was asked for. */
  readonly secured?: SecuredListener;
  /** Its process; undefined in a container and while it is down. */
  readonly pid: number | undefined;
  /** kill -9; resolves when it is gone. Its data stays. */
  kill(): Promise<void>;
  /** Starts it again at the same address on the same data, killing it first if it runs; resolves when it answers. */
  restart(): Promise<void>;
  /** Sends it a signal, such as SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it cleanly and takes away a temporary data folder. */
  stop(): Promise<void>;
}
