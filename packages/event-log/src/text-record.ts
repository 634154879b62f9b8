import type { NewRecord } from './port.js';
import { SharedText } from './shared-text.js';

/** A part of a record's text: one that others have as well, or one of its own. */
export type Piece = SharedText | string;

/**
 * A record whose value is ASCII text, kept in pieces: a journal then writes only what is new of it, and nobody makes bytes that nobody
 * reads. It has no once_id and no headers.
 */
export class TextRecord implements NewRecord {
  readonly key: string;
  readonly pieces: readonly Piece[];
  #value: Buffer | undefined;

  constructor(key: string, pieces: readonly Piece[]) {
    this.key = key;
    this.pieces = pieces;
  }

  /** As any other log wants it. Does not come along when a record is spread into another. */
  get value(): Buffer {
    this.#value ??= Buffer.from(textOf(this.pieces));
    return this.#value;
  }
}

export function textOf(pieces: readonly Piece[]): string {
  let text = '';
  for (const piece of pieces) text += piece instanceof SharedText ? piece.text : piece;
  return text;
}
