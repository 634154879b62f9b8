import { describe } from 'vitest';
import { chaosSuite } from './suite.js';

/** The first seed whose four rounds kill ingestor, tracker, collector and warehouse and let an ingestor join, without long pauses. */
const SHORT = { rounds: 4, seed: 19 };

describe('on the local log, under a steady load of clicks and orders', () => chaosSuite('local', SHORT));
