import { createHash } from 'node:crypto';

const SEGMENTS = 64;
const WORDS = 4;
const CAPACITY_MIN = 256;
const LOAD_MAX = 0.8;
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})([0-9a-f]{8})$/i;

/** 128 bits, as four unsigned words. */
type Id = readonly [number, number, number, number];

/**
 * A set of ids of 128 bits each: exact for UUIDs, in 16 bytes a place, some 27 bytes an id on average. Other texts go in as the
 * first 128 bits of their SHA-256. In segments, so that growing never needs twice the room.
 */
export class IdSet {
  readonly #segments = Array.from({ length: SEGMENTS }, () => new Segment());
  size = 0;

  /** false when it was in already. */
  add(id: Id): boolean {
    const hash = hashOf(id);
    const added = this.#segments[hash & (SEGMENTS - 1)]?.add(id, hash >>> 6) === true;
    if (added) this.size += 1;
    return added;
  }

  has(id: Id): boolean {
    const hash = hashOf(id);
    return this.#segments[hash & (SEGMENTS - 1)]?.has(id, hash >>> 6) === true;
  }
}

/** Open addressing; four zeros are an empty place, so the id of zeros has a place of its own. */
class Segment {
  #words = new Uint32Array(CAPACITY_MIN * WORDS);
  #capacity = CAPACITY_MIN;
  #used = 0;
  #zero = false;

  has(id: Id, hash: number): boolean {
    if (isZero(id)) return this.#zero;
    return !this.#isFree(this.#find(id, hash));
  }

  add(id: Id, hash: number): boolean {
    if (isZero(id)) {
      const added = !this.#zero;
      this.#zero = true;
      return added;
    }
    const place = this.#find(id, hash);
    if (!this.#isFree(place)) return false;
    this.#words.set(id, place);
    this.#used += 1;
    if (this.#used > this.#capacity * LOAD_MAX) this.#grow();
    return true;
  }

  /** Where the id stands, or the free place where it belongs. */
  #find(id: Id, hash: number): number {
    const words = this.#words;
    let slot = hash & (this.#capacity - 1);
    for (;;) {
      const place = slot * WORDS;
      if (this.#isFree(place)) return place;
      if (words[place] === id[0] && words[place + 1] === id[1] && words[place + 2] === id[2] && words[place + 3] === id[3]) return place;
      slot = (slot + 1) & (this.#capacity - 1);
    }
  }

  #isFree(place: number): boolean {
    const words = this.#words;
    return words[place] === 0 && words[place + 1] === 0 && words[place + 2] === 0 && words[place + 3] === 0;
  }

  #grow(): void {
    const old = this.#words;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    for (let place = 0; place < old.length; place += WORDS) {
      const id: Id = [old[place] ?? 0, old[place + 1] ?? 0, old[place + 2] ?? 0, old[place + 3] ?? 0];
      if (!isZero(id)) this.#words.set(id, this.#find(id, hashOf(id) >>> 6));
    }
  }
}

/** The 128 bits of a UUID; of another text, or of bytes, those of its SHA-256. */
export function idOf(content: string | Uint8Array): Id {
  const match = typeof content === 'string' ? UUID.exec(content) : null;
  if (match !== null) {
    const word = (text: string) => Number.parseInt(text, 16);
    return [word(match[1] ?? ''), word(`${match[2]}${match[3]}`), word(`${match[4]}${match[5]}`), word(match[6] ?? '')];
  }
  const digest = createHash('sha256').update(content).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4), digest.readUInt32BE(8), digest.readUInt32BE(12)];
}

/** A place in the log, as an id. */
export function placeId(topicIndex: number, partition: number, offset: number): Id {
  return [topicIndex + 1, partition, Math.floor(offset / 2 ** 32), offset >>> 0];
}

/** Spreads ids whose bits are not random, as version 7's first and counted ones are not. */
export function hashOf(id: Id): number {
  let hash = 0;
  for (const word of id) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

function isZero(id: Id): boolean {
  return id[0] === 0 && id[1] === 0 && id[2] === 0 && id[3] === 0;
}
