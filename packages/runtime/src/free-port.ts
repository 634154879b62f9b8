import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what Linux, macOS and Windows hand out to outgoing connections: no such connection takes the port before its user does. */
const PORT_MIN = 10_000;
const PORT_MAX = 30_000;
const TRIES_MAX = 100;

/**
 * A port nobody listens on, on no address of this machine.
 * It is not held: between this answer and its use only another search at random could take it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${TRIES_MAX} ports from ${PORT_MIN} to ${PORT_MAX} was free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
