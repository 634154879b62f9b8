import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { ASK_PAUSE_MS } from './limits.js';

/** Resolves when a broker at the address answers. @throws when it does not in time, or `goesOn` says it never will */
export async function answering(address: string, ms_max: number, goesOn: () => boolean): Promise<void> {
  const until_ms = Date.now() + ms_max;
  while (Date.now() < until_ms && goesOn()) {
    if (await answers(address)) return;
    await sleep(ASK_PAUSE_MS);
  }
  throw new Error(`no Kafka broker answers at ${address}`);
}

async function answers(address: string): Promise<boolean> {
  const kafka = new kafkajs.Kafka({
    clientId: 'is-it-up',
    brokers: [address],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1_000,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
