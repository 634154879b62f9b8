import { Agent, get } from 'node:http';

/** What clicking for a while came to. */
export interface Clicked {
  readonly ids: string[];
  /** Redirects without a click id: the click could not be kept. */
  readonly unlogged: number;
  readonly per_second: number;
  readonly p99_ms: number;
}

const CLIENTS = 8;
const P99 = 0.99;

/** Follows a short link over and over, on connections that stay open, until it is told to stop. */
export class Clickers {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  readonly #latencies_ms: number[] = [];
  readonly #ids: string[] = [];
  #unlogged = 0;
  readonly #since_ms = performance.now();
  readonly #clients: Promise<void>[];
  #stopped = false;

  constructor(url: string) {
    this.#url = url;
    this.#clients = Array.from({ length: CLIENTS }, () => this.#client());
    // Told by stop().
    for (const client of this.#clients) client.catch(() => undefined);
  }

  static async during<T>(url: string, work: () => Promise<T>): Promise<Clicked> {
    const clickers = new Clickers(url);
    try {
      await work();
    } catch (error) {
      await clickers.stop().catch(() => undefined);
      throw error;
    }
    return clickers.stop();
  }

  /** @throws when a click was not answered with a redirect */
  async stop(): Promise<Clicked> {
    this.#stopped = true;
    await Promise.all(this.#clients);
    const seconds = (performance.now() - this.#since_ms) / 1_000;
    this.#agent.destroy();
    const sorted = this.#latencies_ms.toSorted((a, b) => a - b);
    return { ids: this.#ids, unlogged: this.#unlogged, per_second: sorted.length / seconds, p99_ms: sorted[Math.floor(P99 * sorted.length)] ?? 0 };
  }

  async #client(): Promise<void> {
    while (!this.#stopped) {
      const began_ms = performance.now();
      const id = await this.#click();
      if (id === undefined) this.#unlogged += 1;
      else this.#ids.push(id);
      this.#latencies_ms.push(performance.now() - began_ms);
    }
  }

  #click(): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const request = get(this.#url, { agent: this.#agent }, (answer) => {
        answer.resume();
        const id = new URL(answer.headers.location ?? 'http://nowhere').searchParams.get('tlc') ?? undefined;
        if (answer.statusCode === 302) answer.once('end', () => resolve(id));
        else reject(new Error(`expected a redirect, got ${answer.statusCode}`));
      });
      request.once('error', reject);
    });
  }
}
