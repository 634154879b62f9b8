export { isForwarding, type Logs, OUTBOX_GROUP, openEdgeLog, openEdgeOutbox, openLogs, TRUTH_ONLY_TOPIC } from './edge/logs.js';
export { type OutboxStanding, outboxHealth, outboxStanding } from './edge/outbox-standing.js';
export { openKafkaLog } from './kafka/kafka-log.js';
export type { KafkaLogOptions, KafkaSasl } from './kafka/options.js';
export { type LocalLogOptions, openLocalLog } from './local/local-log.js';
export { type OutboxOptions, openOutbox } from './local/outbox.js';
export { kafkaOptions, openTruthLog } from './open-truth-log.js';
export type {
  AppendOutcome,
  Batch,
  ConsumeOptions,
  Consumer,
  EventLog,
  NewRecord,
  Outbox,
  PartitionDepth,
  PartitionHead,
  RecordHeaders,
  StoredRecord,
} from './port.js';
export { RecordPack } from './record-pack.js';
export { SharedText } from './shared-text.js';
export { type Piece, TextRecord, textOf } from './text-record.js';
export { partitionOf, TOPICS, type TopicLayout } from './topics.js';
