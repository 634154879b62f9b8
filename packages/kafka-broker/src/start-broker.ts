import type { Broker, BrokerOptions } from './broker.js';
import { dockerAnswers } from './docker.js';
import { startDockerBroker } from './docker-broker.js';
import { whyNoMaven } from './jars.js';
import { startMavenBroker } from './maven-broker.js';

/** Why no broker can be started on this machine; undefined when one can. */
export async function whyNoBroker(): Promise<string | undefined> {
  if (await dockerAnswers()) return undefined;
  const why = whyNoMaven();
  return why === undefined ? undefined : `no Docker engine answers, and ${why}`;
}

/** Starts a broker in Docker where an engine answers and no data folder is asked for, else from Maven's jars. @throws Error why neither can be */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  if (options.data === undefined && (await dockerAnswers())) return startDockerBroker(options);
  const why = whyNoMaven();
  if (why !== undefined) throw new Error(`No Kafka broker can be started: ${why}.`);
  return startMavenBroker(options);
}
