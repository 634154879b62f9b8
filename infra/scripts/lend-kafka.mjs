// Before a test run: offers one Kafka broker to all suites, started when the first asks; after it: stops the broker.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

export default async function setup() {
  const built = join(ROOT, 'packages/kafka-broker/dist/index.js');
  if (!existsSync(built)) return undefined;
  const { lendBroker } = await import(pathToFileURL(built).href);
  const lender = await lendBroker();
  return () => lender.close();
}
