import { describe } from 'vitest';
import { chaosSuite } from './suite.js';

describe('on the local log, under a steady load of clicks and orders', () => chaosSuite('local', 4));
