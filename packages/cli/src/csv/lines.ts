/** A longer line is no row of a table; it is named and left out. */
export const LINE_CHARACTERS_MAX = 1_048_576;

/** Lines that follow one another, without their ends; undefined stands for one that is too long. */
export interface LineBatch {
  /** Number of the first of them, from 1. */
  readonly first_line: number;
  readonly lines: readonly (string | undefined)[];
}

/** UTF-8 bytes as lines, a batch for each chunk that ends one. A byte-order mark is left out; bytes that are no UTF-8 become U+FFFD. */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder();
  const carry = new Carry();
  let first_line = 1;
  for await (const chunk of chunks) {
    const lines = carry.take(decoder.decode(chunk, { stream: true }));
    if (lines.length === 0) continue;
    yield { first_line, lines };
    first_line += lines.length;
  }
  const lines = carry.take(`${decoder.decode()}\n`);
  yield { first_line, lines };
}

/** Keeps the line that has not ended yet. */
class Carry {
  #text = '';
  #tooLong = false;

  take(text: string): (string | undefined)[] {
    const lines: (string | undefined)[] = (this.#text + text).split('\n');
    const rest = lines.pop() ?? '';
    if (this.#tooLong && lines.length > 0) {
      lines[0] = undefined;
      this.#tooLong = false;
    }
    for (const [index, line] of lines.entries()) {
      if (line === undefined) continue;
      if (line.length > LINE_CHARACTERS_MAX) lines[index] = undefined;
      else if (line.endsWith('\r')) lines[index] = line.slice(0, -1);
    }
    this.#tooLong ||= rest.length > LINE_CHARACTERS_MAX;
    this.#text = this.#tooLong ? '' : rest;
    return lines;
  }
}
