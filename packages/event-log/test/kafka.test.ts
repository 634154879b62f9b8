import { fileURLToPath } from 'node:url';
import { openKafkaLog } from '../src/index.js';
import { eventLogContract } from './contract.js';
import { deleteTopics, describeWithKafka, ownOptions } from './support/kafka.js';

const NO_ONCE = 'a topic does not know what it was sent before; the warehouse tells repeats by their event id, and an outbox in front keeps ids';

describeWithKafka('the Kafka log', (brokers) => {
  eventLogContract(
    'the Kafka log',
    async () => {
      const options = ownOptions(brokers);
      let log = openKafkaLog(options);
      return {
        get log() {
          return log;
        },
        reopen: async () => {
          await log.close();
          log = openKafkaLog(options);
          return log;
        },
        cleanup: async () => {
          await log.close();
          await deleteTopics(options);
        },
        lease_ms: options.session_timeout_ms ?? 0,
        elsewhere: { module: fileURLToPath(new URL('./open-kafka.mjs', import.meta.url)), argument: JSON.stringify(options) },
      };
    },
    { once: NO_ONCE },
  );
});
