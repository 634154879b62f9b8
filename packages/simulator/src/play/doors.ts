import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** A request is tried again this often while a door is closed, jammed or says to wait. */
const RETRIES_MAX = 8;
const RETRY_FIRST_MS = 100;
const RETRY_WAIT_MS_MAX = 3_000;
const REQUEST_MS_MAX = 30_000;
const CLOSED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const JAMMED: ReadonlySet<number> = new Set([429, 503]);

/** A door answered what it should not have, or not at all. */
export class PlayError extends Error {
  readonly status: number;
  /** The `TL_` code of the answer, where there was one. */
  readonly code: string | undefined;

  constructor(message: string, status: number, code?: string) {
    super(message);
    this.name = 'PlayError';
    this.status = status;
    this.code = code;
  }
}

export interface DoorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DoorAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** One front door: keep-alive connections to one address, bounded in number. */
export class Door {
  readonly #base: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #signal: AbortSignal | undefined;
  /** Those who wait before they ask again, each with a way to be woken. */
  readonly #asleep = new Set<() => void>();
  readonly #stop = () => {
    this.#agent.destroy();
    for (const wake of [...this.#asleep]) wake();
  };

  constructor(address: string, connections: number, signal: AbortSignal | undefined) {
    this.#base = new URL(address);
    const settings = { keepAlive: true, maxSockets: connections, maxFreeSockets: connections };
    this.#agent = this.#base.protocol === 'https:' ? new HttpsAgent(settings) : new HttpAgent(settings);
    this.#signal = signal;
    // One listener for all requests and all who wait: a thousand of their own would be taken for a leak.
    signal?.addEventListener('abort', this.#stop);
  }

  /**
   * Asks, and asks again while the door is closed or jammed; redirects are not followed.
   * @throws PlayError when it stays so; the signal's reason when aborted.
   */
  async ask(asked: DoorRequest): Promise<DoorAnswer> {
    for (let tried = 0; ; tried += 1) {
      this.#signal?.throwIfAborted();
      const answer = await this.#once(asked).catch((error: NodeJS.ErrnoException) => {
        if (!CLOSED.has(error.code ?? '')) throw error;
        return error;
      });
      const jammed = answer instanceof Error || JAMMED.has(answer.status);
      if (!jammed) return answer;
      if (tried === RETRIES_MAX) throw gaveUp(asked, answer);
      const wait_ms = Math.min(RETRY_WAIT_MS_MAX, RETRY_FIRST_MS * 2 ** tried);
      // Woken by the signal, whose reason is thrown above.
      await this.#sleep(wait_ms);
    }
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#stop);
    this.#agent.destroy();
  }

  #sleep(wait_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#asleep.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, wait_ms);
      this.#asleep.add(wake);
    });
  }

  #once(asked: DoorRequest): Promise<DoorAnswer> {
    const { promise, resolve, reject } = deferred<DoorAnswer>();
    const request = this.#base.protocol === 'https:' ? requestHttps : requestHttp;
    const settings = {
      agent: this.#agent,
      method: asked.method,
      host: this.#base.hostname,
      port: this.#base.port,
      path: asked.path,
      headers: asked.headers,
      timeout: REQUEST_MS_MAX,
    };
    const sent = request(settings, (answer) => collect(answer).then(resolve, reject));
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })));
    sent.end(asked.body);
    return promise;
  }
}

async function collect(answer: IncomingMessage): Promise<DoorAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, location: answer.headers.location, body: Buffer.concat(chunks).toString('utf8') };
}

function gaveUp(asked: DoorRequest, answer: DoorAnswer | Error): PlayError {
  const what = answer instanceof Error ? answer.message : `status ${answer.status}`;
  return new PlayError(`${asked.method} ${asked.path}: ${what}, after ${RETRIES_MAX + 1} tries`, answer instanceof Error ? 0 : answer.status);
}

/** `Promise.withResolvers` needs Node 22. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
