const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const TWO_TO_32 = 2 ** 32;
const TWO_TO_53 = 2 ** 53;

/** 32 bits of a text (FNV-1a over its UTF-16 units, mixed). */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return mixed(hash);
}

/** 32 bits of a number that depend on every bit of it and of the hash before. */
export function hashNumber(hash: number, number: number): number {
  return mixed(Math.imul(hash ^ mixed(number), 0x9e3779b1) + 0x7f4a7c15);
}

/** The finalizer of MurmurHash3. */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Uniform numbers in [0, 1) that follow from a seed alone: whoever has the seed draws the same ones. */
export class Draws {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(): number {
    this.#count += 2;
    const high = hashNumber(this.#seed, this.#count) >>> 5;
    const low = hashNumber(this.#seed, this.#count + 1) >>> 6;
    return (high * 2 ** 26 + low) / TWO_TO_53;
  }

  /** A whole number from 0 to `end` − 1. */
  below(end: number): number {
    this.#count += 2;
    return Math.floor((hashNumber(this.#seed, this.#count) / TWO_TO_32) * end);
  }
}
