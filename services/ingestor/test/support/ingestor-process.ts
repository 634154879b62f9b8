import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The service as a process of its own. */
export class IngestorProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #output = '';

  constructor(settings: Readonly<Record<string, unknown>>) {
    const environment = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
    this.#child = fork(MAIN, { env: { ...process.env, ...environment }, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
    });
    this.#exit = once(this.#child, 'exit');
  }

  /** The partitions the group gave it last, as `topic/partition`. */
  assigned(): readonly string[] {
    const lines = this.#output.split('\n').slice(0, -1);
    const told = lines.map((line) => JSON.parse(line) as { partitions?: string[] }).filter(({ partitions }) => partitions !== undefined);
    return told.at(-1)?.partitions ?? [];
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await this.#exit;
  }
}
