import type { Broker, BrokerOptions } from './broker.js';
import { dockerAnswers } from './docker.js';
import { startDockerBroker } from './docker-broker.js';
import { whyNoMaven } from './jars.js';
import { startMavenBroker, startMavenCluster } from './maven-broker.js';

/** Why no such broker can be started on this machine; undefined when one can. */
export async function whyNoBroker(options: BrokerOptions = {}): Promise<string | undefined> {
  if (options.secured !== true && (await dockerAnswers())) return undefined;
  const why = whyNoMaven();
  return why === undefined ? undefined : `no Docker engine answers, and ${why}`;
}

/** Starts a broker in Docker where an engine answers and neither a data folder nor TLS is asked for, else from Maven's jars. @throws Error why neither can be */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const forDocker = options.data === undefined && options.secured !== true;
  if (forDocker && (await dockerAnswers())) return startDockerBroker(options);
  const why = whyNoMaven();
  if (why !== undefined) throw new Error(`No Kafka broker can be started: ${why}.`);
  return startMavenBroker(options);
}

/** Starts so many brokers as one cluster, from Maven's jars. @throws Error why they cannot be */
export async function startCluster(size: number): Promise<readonly Broker[]> {
  const why = whyNoMaven();
  if (why !== undefined) throw new Error(`No Kafka cluster can be started: ${why}.`);
  return startMavenCluster(size);
}
