import type { Socket } from 'node:net';
import { answerUnlogged, MISS_ANSWER, type RedirectAnswer } from '../redirect/answer.js';
import { AnswerEnd, answerText } from './answer-text.js';
import { isClean } from './clean.js';
import type { HotContext } from './context.js';
import { FIRST_BYTE_MS_MAX, KEEP_ALIVE_CONNECTIONS_MAX, KEEP_ALIVE_MS, PIPELINED_MAX, STASHED_BYTES_MAX } from './limits.js';
import { type HotRequest, parseRequest } from './parse.js';
import { Peer } from './peer.js';

const KEPT = new AnswerEnd(`Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_MS / 1_000}\r\n`);
const CLOSED = new AnswerEnd('Connection: close\r\n');

/**
 * One connection while the hot path has it. It answers the requests of one read together and in order, keeps what arrives
 * meanwhile, and gives the connection away, unread bytes put back, at the first request that is not simple.
 */
export class HotConnection {
  readonly #socket: Socket;
  readonly #context: HotContext;
  readonly #peer: Peer;
  #stash: Buffer | undefined;
  #busy = false;
  #peerEnded = false;
  #quietSince_ms: number;
  #quiet_ms_max = FIRST_BYTE_MS_MAX;

  constructor(socket: Socket, context: HotContext) {
    this.#socket = socket;
    this.#context = context;
    this.#peer = new Peer(socket.remoteAddress ?? '', context.trusted_hops);
    context.open.add(this);
    this.#quietSince_ms = Date.now();
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('drain', this.#onDrain);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  /** Ends at once when idle, else after the answer. */
  close(): void {
    if (!this.#busy) this.#socket.destroy();
  }

  /** Ends when nothing has come, or nothing has been read, for too long. One look at all is cheaper than a timer for each. */
  endIfQuiet(now_ms: number): void {
    if (!this.#busy && now_ms - this.#quietSince_ms > this.#quiet_ms_max) this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#busy) this.#keep(chunk);
    else this.#take(chunk);
  };

  readonly #onEnd = (): void => {
    this.#peerEnded = true;
    if (!this.#busy) this.#socket.end();
  };

  readonly #onDrain = (): void => {
    if (!this.#busy) this.#socket.resume();
  };

  /** A client that goes away is nothing to report; the socket is destroyed by itself. */
  readonly #onError = (): void => undefined;

  readonly #onClose = (): void => this.#forget();

  #forget(): void {
    this.#context.open.delete(this);
    this.#context.stashed_bytes -= this.#stash?.length ?? 0;
    this.#stash = undefined;
  }

  /** Reads no further until the requests before are answered. */
  #keep(chunk: Buffer): void {
    this.#socket.pause();
    this.#context.stashed_bytes += chunk.length;
    this.#stash = this.#stash === undefined ? chunk : Buffer.concat([this.#stash, chunk]);
    if (this.#context.stashed_bytes > STASHED_BYTES_MAX) this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const requests: HotRequest[] = [];
    let at = 0;
    if (isClean(chunk)) {
      const text = chunk.toString('latin1');
      while (at < text.length && requests.length < PIPELINED_MAX) {
        const request = parseRequest({ text, bytes: chunk }, at);
        if (request === undefined) break;
        requests.push(request);
        at = request.end;
        if (!request.keep_alive) break;
      }
    }
    if (requests.length === 0) this.#handOver(chunk);
    else this.#answer(requests, at < chunk.length ? chunk.subarray(at) : undefined);
  }

  /** Writes when the last of the clicks is on disk (I1): then all of them are. */
  #answer(requests: readonly HotRequest[], rest: Buffer | undefined): void {
    const answers: RedirectAnswer[] = [];
    this.#busy = true;
    let left = requests.length;
    // Of requests that came in one read, one that could not be kept costs all their click ids: they share an append, too.
    let isLogged = true;
    const wantsMore = requests.at(-1)?.keep_alive ?? false;
    let ready: Buffer | undefined;
    const settled = (logged: boolean) => {
      left -= 1;
      isLogged &&= logged;
      if (left > 0) return;
      this.#busy = false;
      if (this.#socket.destroyed) return;
      const keep = this.#keeps(wantsMore);
      // What was made ready supposes that all went well.
      this.#write(isLogged && keep && ready !== undefined ? ready : answersBytes(isLogged ? answers : answers.map(answerUnlogged), keep), keep, rest);
    };
    for (const request of requests) {
      const { answer, record } = this.#context.redirector.redirect(this.#peer.redirectRequest(request));
      answers.push(answer);
      this.#context.recorder.record(record, settled);
    }
    if (wantsMore && left > 0)
      this.#context.recorder.meanwhile(() => {
        ready = answersBytes(answers, true);
      });
    this.#context.requests_total += requests.length;
  }

  #keeps(wantsMore: boolean): boolean {
    const { open, closing } = this.#context;
    return wantsMore && !closing && open.size <= KEEP_ALIVE_CONNECTIONS_MAX;
  }

  #write(bytes: Buffer, keep: boolean, rest: Buffer | undefined): void {
    const flowing = this.#socket.write(bytes);
    if (keep) this.#next(rest, flowing);
    else this.#socket.end();
  }

  #next(rest: Buffer | undefined, flowing: boolean): void {
    this.#quietSince_ms = Date.now();
    this.#quiet_ms_max = KEEP_ALIVE_MS;
    const stash = this.#stash;
    this.#context.stashed_bytes -= stash?.length ?? 0;
    this.#stash = undefined;
    const unread = rest === undefined || stash === undefined ? (rest ?? stash) : Buffer.concat([rest, stash]);
    if (!flowing) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
    if (unread !== undefined) this.#take(unread);
    else if (this.#peerEnded) this.#socket.end();
  }

  /** After the other end has ended nothing can be put back, and nobody would read the rest of the answers. */
  #handOver(unread: Buffer): void {
    const socket = this.#socket;
    if (this.#peerEnded) {
      socket.end();
      return;
    }
    socket.pause();
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('drain', this.#onDrain);
    socket.off('error', this.#onError);
    socket.off('close', this.#onClose);
    this.#forget();
    this.#context.handed_over_total += 1;
    socket.unshift(unread);
    this.#context.handOver(socket);
    socket.resume();
  }
}

/** The answers to the requests of one read; the last says whether the connection is kept. */
function answersBytes(answers: readonly RedirectAnswer[], keep: boolean): Buffer {
  const last = answers.length - 1;
  let text = '';
  for (let index = 0; index < last; index += 1) text += answerText(answers[index] ?? MISS_ANSWER, KEPT);
  return Buffer.from(text + answerText(answers[last] ?? MISS_ANSWER, keep ? KEPT : CLOSED), 'latin1');
}
