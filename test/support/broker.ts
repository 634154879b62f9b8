import { whyNoBroker } from '@touchline/kafka-broker';
import { describe, it } from 'vitest';

const reason = await whyNoBroker();

/** A suite that kills its Kafka broker, so it needs one of its own; where none can be started it is one skipped test that says why. */
export function describeWithBroker(name: string, suite: () => void): void {
  if (reason === undefined) describe(name, suite);
  else describe(name, () => it('needs Kafka', ({ skip }) => skip(`Kafka: ${reason}`)));
}
