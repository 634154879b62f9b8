import { kafkaForTests, suitePrefix } from '@touchline/kafka-broker';
import kafkajs, { type Admin } from 'kafkajs';
import { describe, it } from 'vitest';
import type { KafkaLogOptions } from '../../src/index.js';

/** The shortest a broker lets it be where nobody configured it otherwise. */
const SESSION_MS = 6_000;

const kafka = await kafkaForTests();

/** A suite that needs a broker; without one it is a single skipped test that says why. */
export function describeWithKafka(name: string, suite: (brokers: readonly string[]) => void): void {
  const { brokers, reason } = kafka;
  if (brokers === undefined) describe(name, () => it('needs Kafka', ({ skip }) => skip(reason)));
  else suite(brokers);
}

/** Options of a log whose topics and groups nobody else has. */
export function ownOptions(brokers: readonly string[]): KafkaLogOptions {
  return { brokers, client_id: 'test', topic_prefix: suitePrefix('event-log'), session_timeout_ms: SESSION_MS };
}

/** The cluster without the log in between. */
export async function withAdmin<T>(brokers: readonly string[], action: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'test', logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
}

export async function deleteTopics({ brokers, topic_prefix }: KafkaLogOptions): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topic_prefix ?? ''));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}
