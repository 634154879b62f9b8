import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** kafkajs, loaded when the first client is made: where the log is local no process ever needs it, and every one would load it. */
export function kafkajs(): typeof import('kafkajs') {
  return require('kafkajs');
}
