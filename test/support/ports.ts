import { freePort } from '@touchline/runtime';

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

/** A free port for every port setting, all different. */
export async function freePorts(): Promise<Record<string, string>> {
  const ports = new Set<number>();
  while (ports.size < NAMES.length) ports.add(await freePort());
  return Object.fromEntries([...ports].map((port, index) => [NAMES[index], String(port)]));
}
