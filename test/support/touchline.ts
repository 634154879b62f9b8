import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './ports.js';
import { until } from './wait.js';

const BIN = fileURLToPath(new URL('../../packages/cli/bin/touchline.mjs', import.meta.url));
const READY_MS_MAX = 120_000;

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one touchline command to its end. */
export async function touchline(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<CliResult> {
  const child = spawn(process.execPath, [BIN, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, stdout: stdout(), stderr: stderr() };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding?.('utf8');
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  return () => chunks.join('');
}

/** A whole Touchline on a temporary folder and free ports, run as a person would run it. */
export class RunningTouchline {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  #child: ChildProcess | undefined;
  #output: () => string = () => '';

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.environment = environment;
  }

  static async create(settings: Readonly<Record<string, string>> = {}): Promise<RunningTouchline> {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-'));
    const environment = { ...process.env, ...(await freePorts()), TOUCHLINE_DATA: folder, TOUCHLINE_LOG_LEVEL: 'warn', ...settings };
    return new RunningTouchline(folder, environment);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Everything `up` has printed. */
  get output(): string {
    return this.#output();
  }

  /** `touchline up`, until every process is ready (and the demo full, when there is one). */
  async start(...args: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [BIN, 'up', ...args], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    this.#output = () => stdout() + stderr();
    const ready = touchline(['status', '--wait', `${READY_MS_MAX / 1_000}s`], this.environment);
    const ended = once(child, 'exit').then(([code]) => ({ code: -1, stdout: '', stderr: `up ended with ${code}` }));
    const first = await Promise.race([ready, ended]);
    if (first.code !== 0) throw new Error(`not ready: ${first.stdout}${first.stderr}\n${this.output}`);
    // The first key is printed when `up` itself has seen that all are ready, which may be a moment later.
    await until('the greeting', READY_MS_MAX, async () => (this.output.includes('Touchline is up.') ? true : undefined));
  }

  /** As Ctrl-C does; returns the exit code. */
  async stop(): Promise<number> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? 0;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    return code ?? -1;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  cli(...args: readonly string[]): Promise<CliResult> {
    return touchline(args, this.environment);
  }

  /** A command's JSON document. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const result = await this.cli(...args, '--json');
    if (result.stdout === '') throw new Error(`${args.join(' ')}: ${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  }

  /** The process of a name that runs now, as `status` says, without a process for every look. */
  pidOf(name: string): number | undefined {
    const state = JSON.parse(readFileSync(join(this.folder, 'run', 'up.json'), 'utf8')) as { processes: { name: string; pid: number | null }[] };
    return state.processes.find((one) => one.name === name)?.pid ?? undefined;
  }

  /** Of a counter without labels. @throws when the service does not answer */
  async metric(service: 'TRACKER' | 'COLLECTOR' | 'FORWARDER', name: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.environment[`TOUCHLINE_${service}_ADMIN_PORT`]}/metrics`);
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await answer.text())?.[1]);
  }

  url(service: 'TRACKER' | 'COLLECTOR' | 'CONSOLE' | 'WAREHOUSE', path = ''): string {
    return `http://127.0.0.1:${this.environment[`TOUCHLINE_${service}_PORT`]}${path}`;
  }

  /** The key of `default` that the first start printed. */
  get firstKey(): string {
    return /TOUCHLINE_KEY=(tl_\S+)/.exec(this.output)?.[1] ?? '';
  }
}
