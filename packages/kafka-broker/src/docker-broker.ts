import { freePort } from '@touchline/runtime';
import type { StartedTestContainer } from 'testcontainers';
import { answering } from './answering.js';
import type { Broker, BrokerOptions } from './broker.js';
import { START_MS_MAX } from './limits.js';
import { brokerProperties } from './properties.js';

/** The same version that infra/kafka/pom.xml pins. */
const IMAGE = 'apache/kafka:4.1.1';

/** A broker in a container. Its data outlives kill and restart, not `stop`. */
export async function startDockerBroker(options: BrokerOptions = {}): Promise<Broker> {
  // Only where there is Docker: it takes a second to load.
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const port = options.port || (await freePort());
  const controller_port = await freePort();
  // The port is the same inside and outside, so that the address the broker advertises is the one it is reached at.
  const properties = { ...brokerProperties({ port, controller_port }), listeners: `PLAINTEXT://:${port},CONTROLLER://:${controller_port}` };
  const container = await new GenericContainer(IMAGE)
    .withEnvironment(Object.fromEntries(Object.entries(properties).map(([name, value]) => [environmentName(name), value])))
    .withExposedPorts({ container: port, host: port })
    .withStartupTimeout(START_MS_MAX)
    .start();
  const client = await getContainerRuntimeClient();
  const broker = new DockerBroker(container, client.container.getById(container.getId()), port);
  await broker.ready();
  return broker;
}

/** What the image reads as the property of that name. */
function environmentName(property: string): string {
  return `KAFKA_${property.toUpperCase().replaceAll('.', '_')}`;
}

interface Engine {
  kill(options: { signal: string }): Promise<unknown>;
  start(): Promise<unknown>;
}

class DockerBroker implements Broker {
  readonly kind = 'docker';
  readonly pid = undefined;
  readonly brokers: readonly string[];
  readonly #container: StartedTestContainer;
  readonly #engine: Engine;

  constructor(container: StartedTestContainer, engine: Engine, port: number) {
    this.#container = container;
    this.#engine = engine;
    this.brokers = [`127.0.0.1:${port}`];
  }

  async ready(): Promise<void> {
    const [address = ''] = this.brokers;
    await answering(address, START_MS_MAX, () => true);
  }

  async kill(): Promise<void> {
    await this.#engine.kill({ signal: 'SIGKILL' });
  }

  async restart(): Promise<void> {
    await this.kill().catch(() => undefined);
    await this.#engine.start();
    await this.ready();
  }

  signal(signal: NodeJS.Signals): void {
    void this.#engine.kill({ signal }).catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.#container.stop();
  }
}
