import { randomBytes } from 'node:crypto';
import { LENDER_VARIABLE, type Loan } from './lender.js';
import { startBroker, whyNoBroker } from './start-broker.js';

/** A broker to share with other suites, or why there is none. */
export type KafkaForTests = { readonly brokers: readonly string[]; readonly reason?: undefined } | { readonly brokers?: undefined; readonly reason: string };

/**
 * The broker a suite runs on, in this order: KAFKA_BROKERS; Docker; Maven's jars with Java; else the reason why the suite
 * is skipped. Suites share it, so each takes a prefix of its own for its topics: `suitePrefix()`.
 */
export async function kafkaForTests(): Promise<KafkaForTests> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { brokers: given.split(',') };
  const { brokers, reason } = await borrowed();
  return brokers === undefined ? { reason: `Kafka: ${reason ?? 'no broker'}` } : { brokers };
}

async function borrowed(): Promise<Loan> {
  const lender = process.env[LENDER_VARIABLE];
  if (lender) return (await (await fetch(lender)).json()) as Loan;
  // Run without our configuration: a broker of its own, that ends with the process.
  const reason = await whyNoBroker();
  return reason === undefined ? { brokers: (await startBroker()).brokers } : { reason };
}

/** A prefix for topics and groups that no other suite has. */
export function suitePrefix(name: string): string {
  return `${name}-${randomBytes(4).toString('hex')}.`;
}
