import { flatText } from '../flat-text.js';
import { FOUND_HEADERS, MISS_BODY, MISS_HEADERS, type RedirectAnswer } from '../redirect/answer.js';

const SECOND_MS = 1_000;

const lines = (headers: readonly (readonly [string, string])[]) => headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');

const FOUND = flatText(`HTTP/1.1 302 Found\r\n${lines(FOUND_HEADERS)}content-length: 0\r\nlocation: `);
const MISSED = flatText(`HTTP/1.1 404 Not Found\r\n${lines(MISS_HEADERS)}content-length: ${MISS_BODY.length}`);

/** What ends the header of an answer, given the whole header lines about the connection. The Date changes once a second, and all else never. */
export class AnswerEnd {
  readonly #connection: string;
  #second = -1;
  #text = '';

  constructor(connection: string) {
    this.#connection = connection;
  }

  get text(): string {
    const second = Math.floor(Date.now() / SECOND_MS);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = flatText(`\r\nDate: ${new Date(second * SECOND_MS).toUTCString()}\r\n${this.#connection}\r\n`);
    }
    return this.#text;
  }
}

/** The answer as it goes over the wire: what node:http would send for the same answer. ASCII only. */
export function answerText({ location, set_cookie }: RedirectAnswer, end: AnswerEnd): string {
  if (location === undefined) return MISSED + end.text + MISS_BODY;
  if (set_cookie === undefined) return FOUND + location + end.text;
  return `${FOUND}${location}\r\nset-cookie: ${set_cookie}${end.text}`;
}
