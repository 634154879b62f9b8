import { parse } from 'csv-parse/sync';
import { LINE_CHARACTERS_MAX, type LineBatch } from './lines.js';

/** A quoted field may hold line ends; one that is still open after so many lines was never closed. */
const QUOTED_LINES_MAX = 50;

/** A row with the number of the line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Told of a line that is no row, and why. */
export type OnMalformed = (line: number, message: string) => void;

interface Line {
  readonly line: number;
  readonly text: string;
}

/**
 * Rows out of lines (RFC 4180). A line without a quote is its fields; the rest is csv-parse's. csv-parse alone would let a quote that is never
 * closed swallow the rest of the file, so a line that leaves a quote open is read with those after it, and when that is no row
 * it is bad by itself and the next line begins anew.
 */
export class Records {
  readonly #onMalformed: OnMalformed;
  /** Lines of a row whose quote is open. */
  #open: Line[] = [];
  /** Lines with quotes that are closed, to be parsed together: one call a line costs many times more. */
  #closed: Line[] = [];
  #ready: CsvRecord[] = [];

  constructor(onMalformed: OnMalformed) {
    this.#onMalformed = onMalformed;
  }

  /** The rows that are whole by now, by their lines. */
  take({ first_line, lines }: LineBatch): CsvRecord[] {
    for (const [index, text] of lines.entries()) {
      const line = first_line + index;
      if (text === undefined) this.#onMalformed(line, `The line has more than ${LINE_CHARACTERS_MAX} characters.`);
      else this.#line({ line, text });
    }
    return this.#flush();
  }

  /** The rows of what is left; a quote that is still open was never closed. */
  end(): CsvRecord[] {
    while (this.#open.length > 0) this.#giveUp();
    return this.#flush();
  }

  #line(line: Line): void {
    if (this.#open.length > 0) this.#goOn(line);
    else if (!line.text.includes('"')) {
      if (line.text.trim() !== '') this.#ready.push({ line: line.line, fields: line.text.split(',') });
    } else if (leavesOpen(line.text)) this.#open.push(line);
    else this.#closed.push(line);
  }

  #goOn(line: Line): void {
    this.#open.push(line);
    if (leavesOpen(line.text)) {
      const parsed = parsedAlone(this.#open.map(({ text }) => text).join('\n'));
      if (parsed === undefined) this.#giveUp();
      else {
        this.#ready.push({ line: this.#open[0]?.line ?? line.line, fields: parsed });
        this.#open = [];
      }
    } else if (this.#open.length > QUOTED_LINES_MAX) this.#giveUp();
  }

  /** The first open line is bad; those after it are read as if it were not there. */
  #giveUp(): void {
    const [bad, ...rest] = this.#open;
    this.#open = [];
    if (bad !== undefined) this.#onMalformed(bad.line, 'A quote is opened and not closed as CSV asks for.');
    for (const line of rest) this.#line(line);
  }

  #flush(): CsvRecord[] {
    const ready = this.#ready;
    this.#ready = [];
    if (this.#closed.length === 0) return ready;
    const closed = this.#closed;
    this.#closed = [];
    return [...ready, ...this.#parsed(closed)].sort((one, other) => one.line - other.line);
  }

  #parsed(lines: readonly Line[]): CsvRecord[] {
    const together = parsedTogether(lines);
    if (together !== undefined) return together;
    return lines.flatMap(({ line, text }) => {
      const fields = parsedAlone(text);
      if (fields !== undefined) return [{ line, fields }];
      this.#onMalformed(line, 'A quote stands where CSV allows none.');
      return [];
    });
  }
}

/** An odd number of quotes opens a field, or closes the one that was open. */
function leavesOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

function parsedTogether(lines: readonly Line[]): CsvRecord[] | undefined {
  const rows = parsedRows(lines.map(({ text }) => text).join('\n'));
  if (rows?.length !== lines.length) return undefined;
  return lines.map(({ line }, index) => ({ line, fields: rows[index] ?? [] }));
}

function parsedAlone(text: string): string[] | undefined {
  const rows = parsedRows(text);
  return rows?.length === 1 ? rows[0] : undefined;
}

function parsedRows(text: string): string[][] | undefined {
  try {
    return parse(text, { relax_column_count: true, trim: true });
  } catch {
    // Which rule of CSV is broken helps nobody; that and where it is does.
    return undefined;
  }
}
