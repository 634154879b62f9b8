import { type ErrorCode, TouchlineError } from '@touchline/runtime';

/** More are counted and not listed: a file of another kind would fill the memory with them. */
const WARNINGS_MAX = 10_000;

/** A row that was left out, or taken with a doubt. */
export interface Warning {
  /** Which of a command's files, where it reads more than one. */
  readonly file: string;
  /** Left out where it is no single line’s. */
  readonly line?: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** What was wrong with single rows. */
export class Warnings {
  readonly #list: Warning[] = [];
  total = 0;

  /** By file and line. */
  get list(): readonly Warning[] {
    return this.#list.toSorted((one, other) => (one.file === other.file ? (one.line ?? 0) - (other.line ?? 0) : one.file < other.file ? -1 : 1));
  }

  add(warning: Warning): void {
    this.total += 1;
    if (this.#list.length < WARNINGS_MAX) this.#list.push(warning);
  }

  /** Does the work of one row; a bad one is named, and costs nothing but itself. */
  guard(file: string, line: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TouchlineError)) throw error;
      this.add({ file, line, code: error.code, message: error.message });
    }
  }
}
