/** A spec or a table that cannot be analysed, although each of its fields is well-formed. */
export class InputError extends Error {
  /** The field of the spec that is wrong, dotted. */
  readonly path: string;
  /** The line of the CSV file, from 1, where it is one. */
  readonly line: number | undefined;

  constructor(message: string, path: string, line?: number) {
    super(message);
    this.name = 'InputError';
    this.path = path;
    this.line = line;
  }
}
