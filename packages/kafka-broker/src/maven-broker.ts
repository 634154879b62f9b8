import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@touchline/runtime';
import { answering } from './answering.js';
import type { Broker, BrokerOptions } from './broker.js';
import { ClassArchive } from './class-archive.js';
import { javaProgram, kafkaJars } from './jars.js';
import { CLUSTER_ID_BYTES, HEAP_MIB_MAX, HEAP_MIB_MIN, OUTPUT_CHARACTERS_MAX, START_MS_MAX, STOP_MS_MAX, TRAINING_STOP_MS_MAX } from './limits.js';
import { type BrokerPlan, brokerProperties } from './properties.js';
import { makeSecured, type SecuredListener, scramArguments } from './secured.js';

const LOG4J = fileFor('log4j2.properties');

function fileFor(name: string): string {
  return new URL(`../../../infra/kafka/${name}`, import.meta.url).href;
}

/** A broker of this machine's own Java. Its data outlives kill and restart; a folder nobody named goes with `stop`. */
export async function startMavenBroker(options: BrokerOptions = {}): Promise<Broker> {
  const jars = await trainedJars();
  const secured_port = options.secured === true ? await freePort() : undefined;
  const plan = { port: options.port || (await freePort()), controller_port: await freePort(), secured_port };
  const broker = new MavenBroker(jars, plan, options.data);
  await broker.restart();
  return broker;
}

/** So many brokers that are one cluster, on temporary folders; each may be killed. They need about 400 MiB each. */
export async function startMavenCluster(size: number): Promise<Broker[]> {
  const jars = await trainedJars();
  const cluster_id = clusterId();
  const ports = await Promise.all(Array.from({ length: size }, async () => ({ port: await freePort(), controller_port: await freePort() })));
  const controller_ports = ports.map(({ controller_port }) => controller_port);
  const brokers = ports.map((own, index) => new MavenBroker(jars, { ...own, node_id: index + 1, controller_ports, cluster_id }));
  // Together: a node alone has no majority, and answers nobody.
  const started = await Promise.allSettled(brokers.map((broker) => broker.restart()));
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(brokers.map((broker) => broker.stop()));
    throw failed.reason;
  }
  return brokers;
}

/** Kafka's jars, with an archive of their classes beside them: made once, by a broker that is started for it and stopped. */
async function trainedJars(): Promise<string> {
  const jars = kafkaJars();
  const archive = new ClassArchive(jars);
  if (archive.exists) return jars;
  const broker = new MavenBroker(jars, { port: await freePort(), controller_port: await freePort() });
  try {
    await broker.train(archive);
  } catch {
    // Without it brokers start all the same, only slower.
  } finally {
    await broker.stop();
    archive.drop();
  }
  return jars;
}

function clusterId(): string {
  return randomBytes(CLUSTER_ID_BYTES).toString('base64url').replace(/^-/, 'A');
}

/** Where a node listens, and which of which cluster it is. */
interface NodePlan extends BrokerPlan {
  readonly cluster_id?: string;
}

class MavenBroker implements Broker {
  readonly kind = 'maven';
  readonly brokers: readonly string[];
  readonly secured?: SecuredListener;
  readonly #jars: string;
  readonly #data: string;
  readonly #isOwnData: boolean;
  readonly #clusterId: string;
  readonly #archive: ClassArchive;
  /** Options of Java, beside those of every one. */
  #extra: readonly string[] = [];
  #child: ChildProcess | undefined;
  #output = '';

  constructor(jars: string, wanted: NodePlan, data?: string) {
    this.#jars = jars;
    this.#archive = new ClassArchive(jars);
    this.#isOwnData = data === undefined;
    this.#data = data ?? mkdtempSync(join(tmpdir(), 'touchline-kafka-'));
    this.#clusterId = wanted.cluster_id ?? clusterId();
    const plan = { ...wanted, ...this.#keptPorts() };
    this.brokers = [`127.0.0.1:${plan.port}`];
    mkdirSync(this.#data, { recursive: true });
    const made = plan.secured_port === undefined ? undefined : makeSecured(this.#data, plan.secured_port);
    if (made !== undefined) this.secured = made;
    const properties = { ...brokerProperties(plan), ...made?.properties, 'log.dirs': join(this.#data, 'log') };
    writeFileSync(
      this.#file,
      Object.entries(properties)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    writeFileSync(this.#portsFile, JSON.stringify({ port: plan.port, controller_port: plan.controller_port }));
    // Whoever started it may end without stopping it.
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    if (this.#isOwnData) rmSync(this.#data, { recursive: true, force: true });
  }

  /** Starts and stops it to make the archive of the classes it loads. @throws Error when it does not start */
  async train(archive: ClassArchive): Promise<void> {
    this.#extra = archive.make;
    await this.restart();
    await this.#end('SIGTERM', TRAINING_STOP_MS_MAX);
    archive.keep();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async restart(): Promise<void> {
    await this.#end('SIGKILL');
    if (!existsSync(join(this.#data, 'log', 'meta.properties'))) this.#format();
    const heap = [`-Xms${HEAP_MIB_MIN}m`, `-Xmx${HEAP_MIB_MAX}m`];
    const child = spawn(javaProgram(), [...heap, ...this.#java, 'kafka.Kafka', this.#file], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    child.once('error', (error) => this.#keep(error.message));
    const [address = ''] = this.brokers;
    await answering(address, START_MS_MAX, () => child.exitCode === null && child.signalCode === null).catch(async (error: Error) => {
      await this.#end('SIGKILL');
      throw new Error(`${error.message}: ${this.#output}`);
    });
  }

  /** The ports of an earlier run on this folder: the broker knows itself by them. */
  #keptPorts(): { port: number; controller_port: number } | undefined {
    return existsSync(this.#portsFile) ? (JSON.parse(readFileSync(this.#portsFile, 'utf8')) as { port: number; controller_port: number }) : undefined;
  }

  #format(): void {
    const scram = this.secured === undefined ? [] : scramArguments(this.secured);
    const format = ['kafka.tools.StorageTool', 'format', '-t', this.#clusterId, '-c', this.#file, ...scram];
    const { status, stdout, stderr } = spawnSync(javaProgram(), [...this.#java, ...format], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Kafka could not format its folder: ${stdout}${stderr}`);
  }

  async #end(signal: NodeJS.Signals, stop_ms_max = STOP_MS_MAX): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stop_ms_max);
    await ended;
    clearTimeout(timer);
  }

  #keep(text: string): void {
    this.#output = `${this.#output}${text}`.slice(-OUTPUT_CHARACTERS_MAX);
  }

  get #java(): string[] {
    const classes = this.#extra.length > 0 ? this.#extra : this.#archive.use;
    return [...classes, `-Dlog4j2.configurationFile=${LOG4J}`, '-cp', join(this.#jars, '*')];
  }

  get #file(): string {
    return join(this.#data, 'server.properties');
  }

  get #portsFile(): string {
    return join(this.#data, 'ports.json');
  }
}
