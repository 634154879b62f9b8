import { createServer } from 'node:http';
import type { Broker } from './broker.js';
import { startBroker, whyNoBroker } from './start-broker.js';

/** How the processes of a test run find the one that lends them its broker. */
export const LENDER_VARIABLE = 'TOUCHLINE_KAFKA_LENDER';

/** What a borrower is told. */
export interface Loan {
  readonly brokers?: readonly string[];
  readonly reason?: string;
}

export interface BrokerLender {
  readonly url: string;
  /** Stops the broker, if anybody asked for it. */
  close(): Promise<void>;
}

/** Offers one broker to all processes of a test run; it is started when the first asks. */
export async function lendBroker(): Promise<BrokerLender> {
  let broker: Promise<Broker> | undefined;
  const lend = async (): Promise<Loan> => {
    const reason = await whyNoBroker();
    if (reason !== undefined) return { reason };
    broker ??= startBroker();
    return { brokers: (await broker).brokers };
  };
  const server = createServer((_request, response) => {
    lend()
      .catch((error: Error): Loan => ({ reason: error.message }))
      .then((loan) => response.end(JSON.stringify(loan)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  process.env[LENDER_VARIABLE] = url;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await broker?.then((started) => started.stop()).catch(() => undefined);
    },
  };
}
