import { flatText } from '../flat-text.js';
import { randomHex } from './random.js';

const COUNTER_MAX = 0xfff;
/** A new millisecond begins low enough to leave room for counting up. */
const COUNTER_START_MAX = 0x7ff;
const VARIANTS = '89ab';

/**
 * Makes UUIDv7 ids (RFC 9562, method 1: the 12 bits after the version count within a millisecond), each greater than the
 * one before, also when the clock steps back.
 */
export class ClickIds {
  #instant_ms = 0;
  #counter = 0;
  #head = '';

  next(now_ms: number): string {
    if (now_ms > this.#instant_ms) this.#begin(now_ms);
    else if (this.#counter === COUNTER_MAX) this.#begin(this.#instant_ms + 1);
    else this.#counter += 1;
    const random = randomHex(16);
    const variant = VARIANTS[random.charCodeAt(0) & 3];
    const counter = (0x1000 | this.#counter).toString(16).slice(1);
    // Short texts are joined by copying them, long ones as a tree: the fewer parts, the cheaper is every use.
    const middle = `${counter}-${variant}${random.slice(1, 4)}-`;
    return this.#head + middle + random.slice(4);
  }

  #begin(instant_ms: number): void {
    this.#instant_ms = instant_ms;
    this.#counter = Number.parseInt(randomHex(3), 16) & COUNTER_START_MAX;
    const hex = instant_ms.toString(16).padStart(12, '0');
    this.#head = flatText(`${hex.slice(0, 8)}-${hex.slice(8)}-7`);
  }
}
