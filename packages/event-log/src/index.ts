export { openKafkaLog } from './kafka/kafka-log.js';
export type { KafkaLogOptions, KafkaSasl } from './kafka/options.js';
export { type LocalLogOptions, openLocalLog } from './local/local-log.js';
export { kafkaOptions, openEventLog } from './open-event-log.js';
export type {
  AppendOutcome,
  Batch,
  ConsumeOptions,
  Consumer,
  EventLog,
  NewRecord,
  PartitionHead,
  RecordHeaders,
  StoredRecord,
} from './port.js';
export { partitionOf, TOPICS, type TopicLayout } from './topics.js';
