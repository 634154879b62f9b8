import { TouchlineError } from '@touchline/runtime';

const BLOCK_BYTES = 16_777_216;
/** 4 GiB of texts: what 32 bits address. */
const BLOCKS_MAX = 256;
const TEXT_BYTES_MAX = 4_096;
const LENGTH_BYTES = 2;
const CAPACITY_MIN = 1_024;
const LOAD_MAX = 0.7;

/**
 * Distinct texts, numbered from 0 as they come. Kept as UTF-8 in blocks, with no object for any of them: beside its bytes a text takes
 * some 14 bytes, so ten million ids of 36 characters fit in half a gigabyte.
 */
export class TextTable {
  readonly #blocks: Buffer[] = [];
  #blockUsed = BLOCK_BYTES;
  #addresses = new Uint32Array(CAPACITY_MIN);
  /** Open addressing; 0 is an empty place, else a text's number plus 1. */
  #slots = new Uint32Array(CAPACITY_MIN * 2);
  readonly #scratch = Buffer.alloc(TEXT_BYTES_MAX + 4);
  #scratchUsed = 0;
  size = 0;

  /** The text's number; a new one when `size` was it. @throws TouchlineError TL_FIELD_VALUE above 4,096 bytes, TL_INPUT_INVALID above 4 GiB in all */
  add(text: string): number {
    const slot = this.#slotOf(text);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    if (this.size === this.#addresses.length) this.#addresses = grown(this.#addresses);
    this.#addresses[this.size] = this.#store();
    this.size += 1;
    this.#slots[slot] = this.size;
    if (this.size > this.#slots.length * LOAD_MAX) this.#rehash();
    return this.size - 1;
  }

  /** The text's number, undefined when it was never added. */
  find(text: string): number | undefined {
    const known = this.#slots[this.#slotOf(text)] ?? 0;
    return known > 0 ? known - 1 : undefined;
  }

  text(index: number): string {
    const { block, start, length } = this.#place(index);
    return block.toString('utf8', start, start + length);
  }

  /** Where the text stands, or the empty place where it belongs; leaves its bytes in the scratch. */
  #slotOf(text: string): number {
    this.#scratchUsed = this.#scratch.write(text, 0, 'utf8');
    if (this.#scratchUsed > TEXT_BYTES_MAX) throw new TouchlineError('TL_FIELD_VALUE', `A field has more than ${TEXT_BYTES_MAX} bytes.`);
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.#scratch, 0, this.#scratchUsed) & mask;
    for (;;) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0 || this.#equalsScratch(known - 1)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equalsScratch(index: number): boolean {
    const { block, start, length } = this.#place(index);
    return length === this.#scratchUsed && this.#scratch.compare(block, start, start + length, 0, length) === 0;
  }

  #place(index: number): { block: Buffer; start: number; length: number } {
    const address = this.#addresses[index] ?? 0;
    const block = this.#blocks[Math.floor(address / BLOCK_BYTES)];
    if (block === undefined || index >= this.size) throw new RangeError('no text has this number');
    const start = address % BLOCK_BYTES;
    return { block, start: start + LENGTH_BYTES, length: block.readUInt16LE(start) };
  }

  /** Puts the scratch's bytes behind the last text; the address of where. */
  #store(): number {
    const needed = this.#scratchUsed + LENGTH_BYTES;
    if (this.#blockUsed + needed > BLOCK_BYTES) {
      if (this.#blocks.length === BLOCKS_MAX) throw new TouchlineError('TL_INPUT_INVALID', 'The persons or ids of a file have more than 4 GiB.');
      this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
      this.#blockUsed = 0;
    }
    const block = this.#blocks.at(-1);
    if (block === undefined) throw new RangeError('there is no block');
    const start = this.#blockUsed;
    block.writeUInt16LE(this.#scratchUsed, start);
    this.#scratch.copy(block, start + LENGTH_BYTES, 0, this.#scratchUsed);
    this.#blockUsed += needed;
    return (this.#blocks.length - 1) * BLOCK_BYTES + start;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let index = 0; index < this.size; index += 1) {
      const { block, start, length } = this.#place(index);
      let slot = hashOf(block, start, length) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a, then mixed so that its low bits depend on all of it. */
function hashOf(bytes: Buffer, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
