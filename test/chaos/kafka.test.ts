import { describeWithBroker } from '../support/broker.js';
import { chaosSuite } from './suite.js';

/** The first seed whose four rounds kill broker, ingestor, forwarder, tracker and warehouse and let an ingestor join, without long pauses. */
const SHORT = { rounds: 4, seed: 666 };

describeWithBroker('on Kafka, under a steady load of clicks and orders', () => chaosSuite('kafka', SHORT));
