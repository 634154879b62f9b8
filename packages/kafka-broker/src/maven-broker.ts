import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@touchline/runtime';
import { answering } from './answering.js';
import type { Broker, BrokerOptions } from './broker.js';
import { javaProgram, kafkaJars } from './jars.js';
import { HEAP_MIB_MAX, HEAP_MIB_MIN, OUTPUT_CHARACTERS_MAX, START_MS_MAX, STOP_MS_MAX } from './limits.js';
import { brokerProperties } from './properties.js';
import { makeSecured, type SecuredListener, scramArguments } from './secured.js';

const LOG4J = fileFor('log4j2.properties');

function fileFor(name: string): string {
  return new URL(`../../../infra/kafka/${name}`, import.meta.url).href;
}

/** A broker of this machine's own Java. Its data outlives kill and restart; a folder nobody named goes with `stop`. */
export async function startMavenBroker(options: BrokerOptions = {}): Promise<Broker> {
  const ports = { port: options.port || (await freePort()), controller_port: await freePort(), secured_port: await freePort() };
  const broker = new MavenBroker(kafkaJars(), options, ports);
  await broker.restart();
  return broker;
}

class MavenBroker implements Broker {
  readonly kind = 'maven';
  readonly brokers: readonly string[];
  readonly secured?: SecuredListener;
  readonly #jars: string;
  readonly #data: string;
  readonly #isOwnData: boolean;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(jars: string, options: BrokerOptions, ports: { port: number; controller_port: number; secured_port: number }) {
    this.#jars = jars;
    this.#isOwnData = options.data === undefined;
    this.#data = options.data ?? mkdtempSync(join(tmpdir(), 'touchline-kafka-'));
    const plan = this.#keptPlan() ?? { port: ports.port, controller_port: ports.controller_port };
    this.brokers = [`127.0.0.1:${plan.port}`];
    mkdirSync(this.#data, { recursive: true });
    const made = options.secured === true ? makeSecured(this.#data, ports.secured_port) : undefined;
    if (made !== undefined) this.secured = made;
    const properties = { ...brokerProperties({ ...plan, secured_port: made?.port }), ...made?.properties, 'log.dirs': join(this.#data, 'log') };
    writeFileSync(
      this.#file,
      Object.entries(properties)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    writeFileSync(this.#planFile, JSON.stringify(plan));
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
  #keptPlan(): { port: number; controller_port: number } | undefined {
    return existsSync(this.#planFile) ? (JSON.parse(readFileSync(this.#planFile, 'utf8')) as { port: number; controller_port: number }) : undefined;
  }

  #format(): void {
    const id = randomBytes(16).toString('base64url').replace(/^-/, 'A');
    const scram = this.secured === undefined ? [] : scramArguments(this.secured);
    const format = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', this.#file, ...scram];
    const { status, stdout, stderr } = spawnSync(javaProgram(), [...this.#java, ...format], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Kafka could not format its folder: ${stdout}${stderr}`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  }

  #keep(text: string): void {
    this.#output = `${this.#output}${text}`.slice(-OUTPUT_CHARACTERS_MAX);
  }

  get #java(): string[] {
    return [`-Dlog4j2.configurationFile=${LOG4J}`, '-cp', join(this.#jars, '*')];
  }

  get #file(): string {
    return join(this.#data, 'server.properties');
  }

  get #planFile(): string {
    return join(this.#data, 'ports.json');
  }
}
