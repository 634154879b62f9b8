export { type Broker, type BrokerOptions, startBroker, whyNoBroker } from './broker.js';
export { type KafkaForTests, kafkaForTests, suitePrefix } from './for-tests.js';
export { type BrokerLender, lendBroker } from './lender.js';
