import { once } from 'node:events';
import { connect } from 'node:net';

const CONNECTIONS = 32;
const TICK_MS = 10;
const ANSWER_MS_MAX = 10_000;
const HEAD_END = '\r\n\r\n';
const HEADERS = [
  'Host: go.example',
  'User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 335.1.8.26.85 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: de-AT,de;q=0.9,en;q=0.8',
  'Accept-Encoding: gzip, deflate, br',
  'Sec-Fetch-Mode: navigate',
  'Referer: https://l.instagram.com/',
].join('\r\n');

/** Clicks at a steady rate, each answered before its connection sends the next. */
export class ClickLoad {
  #port;
  #slugs;
  #sent = 0;
  #idle = [];
  #open = [];
  answered = 0;
  failed = 0;
  /** Clicks that were sent later than they should have been, as every connection waited for an answer. */
  late = 0;

  constructor(port, slugs) {
    this.#port = port;
    this.#slugs = slugs;
  }

  async run({ rate, seconds }) {
    for (let index = 0; index < CONNECTIONS; index += 1) await this.#connect();
    const [began_ms, already] = [performance.now(), this.#sent];
    const total = rate * seconds;
    while (this.#sent - already < total) {
      const due = Math.min(total, Math.floor(((performance.now() - began_ms) / 1_000) * rate));
      while (this.#sent - already < due && this.#idle.length > 0) this.#send(this.#idle.pop());
      if (this.#sent - already < due) this.late += 1;
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    await this.#finish();
  }

  async #connect() {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    let received = '';
    socket.setEncoding('latin1').on('data', (text) => {
      received += text;
      if (!received.endsWith(HEAD_END)) return;
      if (received.startsWith('HTTP/1.1 302')) this.answered += 1;
      else this.failed += 1;
      received = '';
      this.#idle.push(socket);
    });
    socket.on('error', () => {
      this.failed += 1;
    });
    this.#open.push(socket);
    this.#idle.push(socket);
  }

  #send(socket) {
    const slug = this.#slugs[this.#sent % this.#slugs.length];
    this.#sent += 1;
    socket.write(`GET /${slug} HTTP/1.1\r\n${HEADERS}${HEAD_END}`);
  }

  /** Waits for the last answers, then hangs up. */
  async #finish() {
    const until = Date.now() + ANSWER_MS_MAX;
    while (this.answered + this.failed < this.#sent && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    for (const socket of this.#open.splice(0)) socket.destroy();
    this.#idle = [];
  }
}
