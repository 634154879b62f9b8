import { createServer } from 'node:net';

const NAMES = [
  'TOUCHLINE_CONSOLE_PORT',
  'TOUCHLINE_TRACKER_PORT',
  'TOUCHLINE_COLLECTOR_PORT',
  'TOUCHLINE_WAREHOUSE_PORT',
  'TOUCHLINE_TRACKER_ADMIN_PORT',
  'TOUCHLINE_COLLECTOR_ADMIN_PORT',
  'TOUCHLINE_INGESTOR_ADMIN_PORT',
  'TOUCHLINE_AGGREGATOR_ADMIN_PORT',
  'TOUCHLINE_CONSOLE_ADMIN_PORT',
  'TOUCHLINE_FORWARDER_ADMIN_PORT',
] as const;

/** A free loopback port for every port setting, all different. */
export async function freePorts(): Promise<Record<string, string>> {
  const servers = await Promise.all(
    NAMES.map(async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => String((server.address() as { port: number }).port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(NAMES.map((name, index) => [name, ports[index] ?? '']));
}
