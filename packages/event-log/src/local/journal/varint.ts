/** Most bytes of a number below 2^28, which every length within a block is. */
export const VARINT_BYTES_MAX = 4;

/** Writes a whole number, 7 bits a byte, the lowest first (LEB128), and returns the place behind it. */
export function writeVarint(into: Buffer, from: number, value: number): number {
  let at = from;
  let left = value;
  while (left > 0x7f) {
    into[at] = (left & 0x7f) | 0x80;
    left >>>= 7;
    at += 1;
  }
  into[at] = left;
  return at + 1;
}

/** Reads numbers one after the other. */
export class VarintReader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.at);
      this.at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}
