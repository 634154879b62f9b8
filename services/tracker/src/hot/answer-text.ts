import { FOUND_HEADERS, MISS_BODY, MISS_HEADERS, type RedirectAnswer } from '../redirect/answer.js';

const SECOND_MS = 1_000;

const lines = (headers: readonly (readonly [string, string])[]) => headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');

const FOUND = `HTTP/1.1 302 Found\r\n${lines(FOUND_HEADERS)}content-length: 0\r\nlocation: `;
const MISSED = `HTTP/1.1 404 Not Found\r\n${lines(MISS_HEADERS)}content-length: ${MISS_BODY.length}\r\n`;

let dateSecond = -1;
let dateLine = '';

/**
 * The answer as it goes over the wire: what node:http would send for the same answer. ASCII only.
 * @param connection whole header lines.
 */
export function answerText({ location, set_cookie }: RedirectAnswer, connection: string): string {
  if (location === undefined) return `${MISSED}${currentDate()}${connection}\r\n${MISS_BODY}`;
  if (set_cookie === undefined) return `${FOUND}${location}\r\n${currentDate()}${connection}\r\n`;
  return `${FOUND}${location}\r\nset-cookie: ${set_cookie}\r\n${currentDate()}${connection}\r\n`;
}

/** The Date header changes once a second. */
function currentDate(): string {
  const second = Math.floor(Date.now() / SECOND_MS);
  if (second !== dateSecond) {
    dateSecond = second;
    dateLine = `Date: ${new Date(second * SECOND_MS).toUTCString()}\r\n`;
  }
  return dateLine;
}
