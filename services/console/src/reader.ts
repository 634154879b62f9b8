import { readFileSync } from 'node:fs';

/** What the console needs of the warehouse: rows of a parameterised, read-only question. */
export interface Reader {
  /** @throws TouchlineError TL_STORE_UNAVAILABLE */
  query<Row>(sql: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

export interface Readers {
  /** Reads the views without what identifies a person: almost everything is asked of it. */
  readonly reader: Reader;
  /** Reads visitor ids too; asked only for counts of them, which is all that leaves. */
  readonly visitors: Reader;
}

/** Counts and amounts come as numbers or, where they need 64 bits, as strings. */
export type Numeric = number | string;

const FOLDER = new URL('../sql/', import.meta.url);
const texts = new Map<string, string>();

/** The statement in `sql/<name>.sql`. */
export function sql(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
    texts.set(name, text);
  }
  return text;
}
