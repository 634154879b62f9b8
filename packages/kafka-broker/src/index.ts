export { startBroker, whyNoBroker } from './broker.js';
export { type KafkaForTests, kafkaForTests, suitePrefix } from './for-tests.js';
export { type BrokerLender, lendBroker } from './lender.js';
export type { Broker, BrokerOptions } from './port.js';
