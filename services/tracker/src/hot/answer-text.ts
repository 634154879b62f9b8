import type { RedirectAnswer } from '../redirect/answer.js';

const STATUS_LINE = { 302: 'HTTP/1.1 302 Found\r\n', 404: 'HTTP/1.1 404 Not Found\r\n' } as const;
const SECOND_MS = 1_000;

let dateSecond = -1;
let dateLine = '';

/** The answer as it goes over the wire: what node:http would send for the same answer. ASCII only. */
export function answerText(answer: RedirectAnswer, connection: string): string {
  let text: string = STATUS_LINE[answer.status];
  for (const [name, value] of answer.headers) text += `${name}: ${value}\r\n`;
  return `${text}content-length: ${answer.body.length}\r\n${currentDate()}${connection}\r\n${answer.body}`;
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
