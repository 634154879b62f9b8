import { isForwarding, openEdgeOutbox, openTruthLog, outboxStanding } from '@touchline/event-log';
import { runService, showOutbox, TouchlineError } from '@touchline/runtime';
import { Forwarder } from './forwarder.js';

await runService(
  'forwarder',
  (config) => config.TOUCHLINE_FORWARDER_ADMIN_PORT,
  async ({ config, logger, metrics }) => {
    if (!isForwarding(config)) throw new TouchlineError('TL_CONFIG_INVALID', 'KAFKA_BROKERS: without Kafka there is nothing to forward to.', 'KAFKA_BROKERS');
    const outbox = openEdgeOutbox(config);
    const truth = openTruthLog(config, 'touchline-forwarder');
    const standing = () => outboxStanding(outbox, config);
    const forwarder = new Forwarder({ outbox, truth, logger, standing });
    showOutbox(metrics, () => ({ ...standing(), shipped_total: forwarder.totals.forwarded, failures_total: forwarder.totals.failures }));
    return {
      health: () => forwarder.health(),
      stop: async () => {
        await forwarder.stop();
        await outbox.close();
        await truth.close();
      },
    };
  },
);
