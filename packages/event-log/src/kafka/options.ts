export interface KafkaLogOptions {
  /** `host:port` of brokers to begin with; the others are found through them. */
  readonly brokers: readonly string[];
  /** What the brokers' own logs call this process. */
  readonly client_id: string;
  /** Put in front of every topic and group, so that several Touchlines share a cluster; empty when left out. */
  readonly topic_prefix?: string;
  /** Copies of each topic that is made; 1 when left out. Topics that exist keep theirs. */
  readonly replication_factor?: number;
  /** true: TLS with the system's authorities; with `ca`, PEM text, those alone. */
  readonly tls?: boolean | { readonly ca: string };
  readonly sasl?: KafkaSasl;
  /** A consumer that was killed loses its partitions after this, in milliseconds; 30,000 when left out, 6,000 at least. */
  readonly session_timeout_ms?: number;
  readonly compression?: 'none' | 'gzip';
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}
