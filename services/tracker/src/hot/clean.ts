const SPACE = 32;
const TILDE = 126;
const RETURN = 13;
const NEWLINE = 10;

const WORD_BYTES = 4;
// Per byte of a word: less than a space borrows into the highest bit, a DEL carries into it, an 8-bit byte has it.
const SPACES = 0x20_20_20_20;
const ONES = 0x01_01_01_01;
const HIGHEST_BITS = 0x80_80_80_80 | 0;

/**
 * Whether bytes are only such as parseRequest may be given: printable ASCII and line ends; no other control character, no 8-bit byte, no
 * carriage return alone. Most words hold nothing but printable characters, which one look at all four bytes tells.
 */
export function isClean(bytes: Buffer): boolean {
  if (bytes.byteOffset % WORD_BYTES !== 0) return areClean(bytes, 0, bytes.length);
  const words = Math.floor(bytes.length / WORD_BYTES);
  const view = new Int32Array(bytes.buffer, bytes.byteOffset, words);
  for (let index = 0; index < words; index += 1) {
    const word = view[index] ?? 0;
    if (((word | (word - SPACES) | (word + ONES)) & HIGHEST_BITS) !== 0 && !areClean(bytes, index * WORD_BYTES, (index + 1) * WORD_BYTES)) return false;
  }
  return areClean(bytes, words * WORD_BYTES, bytes.length);
}

function areClean(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= SPACE && byte <= TILDE) continue;
    if (byte !== NEWLINE && !(byte === RETURN && bytes[at + 1] === NEWLINE)) return false;
  }
  return true;
}
