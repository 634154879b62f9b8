import { kafkaForTests, suitePrefix } from '@touchline/kafka-broker';
import kafkajs, { type Admin } from 'kafkajs';
import { describe, expect, it, vi } from 'vitest';
import type { KafkaLogOptions } from '../../src/index.js';

/** The shortest a broker lets it be where nobody configured it otherwise. */
const SESSION_MS = 6_000;
const APPLIED_MS_MAX = 20_000;

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

/** Sets what is given of a topic's configuration and waits until the broker has it; the rest goes to the default, but for retention. */
export async function alterTopic(brokers: readonly string[], name: string, config: Readonly<Record<string, string>>): Promise<void> {
  const wanted = { 'retention.ms': '-1', 'retention.bytes': '-1', ...config };
  const configEntries = Object.entries(wanted).map(([key, value]) => ({ name: key, value }));
  await withAdmin(brokers, (admin) =>
    admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries }] }),
  );
  await vi.waitFor(async () => expect(await configOf(brokers, name)).toMatchObject(wanted), { timeout: APPLIED_MS_MAX, interval: 100 });
}

export async function configOf(brokers: readonly string[], name: string): Promise<Record<string, string>> {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }];
  const described = await withAdmin(brokers, (admin) => admin.describeConfigs({ includeSynonyms: false, resources }));
  return Object.fromEntries((described.resources[0]?.configEntries ?? []).map(({ configName, configValue }) => [configName, configValue]));
}

/** Deletes what lies before an offset, as a retention does. */
export async function deleteBefore(brokers: readonly string[], topic: string, offset: number): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    // It deletes only of topics it has asked about before.
    await admin.fetchTopicOffsets(topic);
    const partitions = [{ partition: 0, offset: String(offset) }];
    // The broker tells of a new policy a moment before it follows it.
    await vi.waitFor(() => admin.deleteTopicRecords({ topic, partitions }), { timeout: APPLIED_MS_MAX, interval: 100 });
  });
}
