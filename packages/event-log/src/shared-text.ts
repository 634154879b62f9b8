/**
 * A text that many records have in common, such as all of a link's fields: made once by whoever makes the records. A journal writes it
 * once a block, however many records of the block hold it.
 */
export class SharedText {
  readonly text: string;
  #block = 0;
  #place = 0;

  constructor(text: string) {
    // What was put together is a tree in memory, walked anew by everybody who copies it; read from bytes it is one piece.
    this.text = Buffer.from(text).toString();
  }

  /** For journals: where it lies in a block's table, by what `placeAt` said last; undefined when it does not lie there. A look-up by object would cost more than the text. */
  placeIn(block: number): number | undefined {
    return this.#block === block ? this.#place : undefined;
  }

  /** @param block a number that no other block of this process has, from 1 on */
  placeAt(block: number, place: number): void {
    this.#block = block;
    this.#place = place;
  }
}
