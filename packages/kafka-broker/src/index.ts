export type { Broker, BrokerOptions } from './broker.js';
export { type KafkaForTests, kafkaForTests, suitePrefix } from './for-tests.js';
export { type BrokerLender, lendBroker } from './lender.js';
export { startBroker, startCluster, whyNoBroker } from './start-broker.js';
