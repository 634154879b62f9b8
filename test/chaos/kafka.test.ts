import { describeWithBroker } from '../support/broker.js';
import { chaosSuite } from './suite.js';

describeWithBroker('on Kafka, under a steady load of clicks and orders', () => chaosSuite('kafka', 6));
