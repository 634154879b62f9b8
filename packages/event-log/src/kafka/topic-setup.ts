import { TouchlineError } from '@touchline/runtime';
import type { Admin } from 'kafkajs';
import { TOPICS, type TopicLayout } from '../topics.js';
import { kafkajs } from './library.js';
import type { Names } from './names.js';

/** From this many copies on, a write counts only when two have it. */
const COPIES_FOR_TWO_ACKNOWLEDGEMENTS = 3;
/** kafkajs reads no other compression (FINDINGS, kafkajs 8). */
const READABLE_COMPRESSIONS = new Set(['producer', 'gzip', 'uncompressed']);
const FOR_EVER = '-1';

/**
 * Makes the topics of the one table that are missing and checks those that are there (FINDINGS, kafkajs 10: nothing is
 * made by the way). Two processes may do so at once.
 * @throws TouchlineError TL_TOPIC_MISMATCH naming the topic and what differs
 */
export async function setUpTopics(admin: Admin, names: Names, replication_factor: number): Promise<void> {
  const known = new Set(await admin.listTopics());
  const missing = Object.entries(TOPICS).filter(([topic]) => !known.has(names.topic(topic)));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(([topic, layout]) => ({
        topic: names.topic(topic),
        numPartitions: layout.partitions,
        replicationFactor: replication_factor,
        configEntries: Object.entries({ ...configOf(layout), ...durability(replication_factor) }).map(([name, value]) => ({ name, value })),
      })),
    });
  }
  await checkTopics(admin, names);
}

function configOf({ compacted, retention_ms }: TopicLayout): Record<string, string> {
  return {
    'cleanup.policy': compacted ? 'compact' : 'delete',
    'retention.ms': retention_ms === undefined ? FOR_EVER : String(retention_ms),
    'retention.bytes': FOR_EVER,
  };
}

function durability(replication_factor: number): Record<string, string> {
  return { 'min.insync.replicas': replication_factor >= COPIES_FOR_TWO_ACKNOWLEDGEMENTS ? '2' : '1' };
}

async function checkTopics(admin: Admin, names: Names): Promise<void> {
  const topics = Object.keys(TOPICS).map((topic) => names.topic(topic));
  const { topics: found } = await admin.fetchTopicMetadata({ topics });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs().ConfigResourceTypes.TOPIC, name })),
  });
  for (const [topic, layout] of Object.entries(TOPICS)) {
    const name = names.topic(topic);
    const partitions = found.find((metadata) => metadata.name === name)?.partitions.length;
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    // One that was just made is not known everywhere at once; whoever asked asks again.
    if (partitions === undefined || entries.length === 0) throw new Error(`topic ${name} is not there yet`);
    if (partitions !== layout.partitions) throw mismatch(name, 'partitions', layout.partitions, partitions);
    const config = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    checkConfig(name, layout, config);
  }
}

function checkConfig(name: string, layout: TopicLayout, config: ReadonlyMap<string, string>): void {
  for (const [key, wanted] of Object.entries(configOf(layout))) {
    // A compacted topic keeps the newest of each key whatever its retention says.
    if (layout.compacted && key !== 'cleanup.policy') continue;
    if (config.get(key) !== wanted) throw mismatch(name, key, wanted, config.get(key));
  }
  const compression = config.get('compression.type') ?? 'producer';
  if (!READABLE_COMPRESSIONS.has(compression)) throw mismatch(name, 'compression.type', 'producer', compression);
}

function mismatch(topic: string, what: string, wanted: string | number, found: string | number | undefined): TouchlineError {
  return new TouchlineError('TL_TOPIC_MISMATCH', `Kafka topic ${topic} has ${what} ${found ?? 'unknown'}, Touchline needs ${wanted}.`, topic);
}
