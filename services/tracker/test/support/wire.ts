import { connect, type Socket } from 'node:net';

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** In lower case, in the order they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function headerOf(answer: WireAnswer, name: string): string | undefined {
  return answer.headers.find(([each]) => each === name)?.[1];
}

/** The click id in an answer's Location. */
export function clickIdOf(answer: WireAnswer): string {
  return new URL(headerOf(answer, 'location') ?? '').searchParams.get('tlc') ?? '';
}

export const BROWSER_HEADERS = [
  'User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: de-AT,de;q=0.9,en;q=0.8',
  'Accept-Encoding: gzip, deflate, br',
  'Sec-Fetch-Dest: document',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Site: cross-site',
  'Upgrade-Insecure-Requests: 1',
  'Referer: https://www.instagram.com/p/Cabc/?utm_source=x',
] as const;

/** A request's bytes; a header line given again replaces nothing, it is added. */
export function request(target: string, lines: readonly string[] = BROWSER_HEADERS, method = 'GET'): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: go.example', ...lines, '', ''].join('\r\n');
}

/** A plain TCP connection, for what no HTTP client would send. */
export class Wire {
  readonly socket: Socket;
  #received = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received += chunk.toString('latin1');
    });
    socket.on('close', () => {
      this.#closed = true;
    });
    socket.on('error', () => undefined);
  }

  static async open(port: number, allowHalfOpen = true): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen, noDelay: true });
    const wire = new Wire(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return wire;
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, 'latin1'));
  }

  get received(): string {
    return this.#received;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The next so many answers, in the order they came. `bodiless`: they answer HEAD. */
  async answers(count: number, bodiless = false): Promise<WireAnswer[]> {
    const answers: WireAnswer[] = [];
    await until(() => {
      while (answers.length < count) {
        const taken = takeAnswer(this.#received, bodiless);
        if (taken === undefined) break;
        answers.push(taken.answer);
        this.#received = this.#received.slice(taken.length);
      }
      return answers.length === count || this.#closed || this.socket.readableEnded;
    });
    return answers;
  }

  async ended(): Promise<void> {
    await until(() => this.#closed || this.socket.readableEnded);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Sends one text on a connection of its own and returns its first answers. */
export async function exchange(port: number, text: string, count = 1): Promise<WireAnswer[]> {
  const wire = await Wire.open(port);
  wire.send(text);
  const answers = await wire.answers(count, text.startsWith('HEAD '));
  wire.close();
  return answers;
}

const WAIT_MS_MAX = 20_000;
const CHECK_MS = 2;

export async function until(condition: () => boolean): Promise<void> {
  const limit_ms = Date.now() + WAIT_MS_MAX;
  while (!condition()) {
    if (Date.now() > limit_ms) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
  }
}

function takeAnswer(text: string, bodiless: boolean): { answer: WireAnswer; length: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const bodyLength = bodiless ? 0 : Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0);
  const length = headEnd + 4 + bodyLength;
  if (text.length < length) return undefined;
  return { answer: { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(headEnd + 4, length) }, length };
}
