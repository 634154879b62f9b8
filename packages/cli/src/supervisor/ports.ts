import { createServer } from 'node:net';
import { type Config, portError } from '@touchline/runtime';
import { processPlans } from './processes.js';

/**
 * Tries every port before anything is started, so that a taken one is one clear line.
 * @throws TouchlineError TL_PORT_TAKEN naming the port and its setting.
 */
export async function checkPorts(config: Config): Promise<void> {
  for (const wanted of processPlans(config).flatMap((plan) => plan.ports(config))) {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => reject(portError(error, wanted)));
      server.listen({ host: wanted.host, port: wanted.port, exclusive: true }, () => server.close(() => resolve()));
    });
  }
}
