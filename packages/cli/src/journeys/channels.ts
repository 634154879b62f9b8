import { readFile } from 'node:fs/promises';
import { TouchlineError } from '@touchline/runtime';
import { z } from 'zod';

const aliasSchema = z.record(z.string(), z.array(z.string()));

/** Channels by number, under their own names: a spelling is told by its alias. */
export class Channels {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #aliases: ReadonlyMap<string, string>;

  /** @param aliases the name of each spelling */
  constructor(aliases: ReadonlyMap<string, string>) {
    this.#aliases = aliases;
  }

  /** The number of the channel that is spelled so. */
  number(spelling: string): number {
    const name = this.nameOf(spelling);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.length;
    // Copied, so that the piece of the file it was cut from can go.
    const own = Buffer.from(name).toString();
    this.#numbers.set(own, number);
    this.#names.push(own);
    return number;
  }

  nameOf(spelling: string): string {
    return this.#aliases.get(spelling) ?? spelling;
  }

  name(number: number): string {
    return this.#names[number] ?? '';
  }

  get count(): number {
    return this.#names.length;
  }
}

/**
 * Reads `{"Name":["spelling",…]}`. A name is its own spelling.
 * @returns the name of each spelling
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_INPUT_INVALID with `--alias` as path
 */
export async function readAliases(path: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const aliases = await aliasFile(path);
  for (const [name, spellings] of Object.entries(aliases)) {
    for (const spelling of spellings) {
      const other = names.get(spelling);
      const taken = (other !== undefined && other !== name) || (spelling !== name && Object.hasOwn(aliases, spelling));
      if (taken) throw invalid(`\`${spelling}\` belongs to two names.`);
      names.set(spelling, name);
    }
  }
  return names;
}

async function aliasFile(path: string): Promise<Record<string, string[]>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new TouchlineError('TL_FILE_UNREADABLE', `\`${path}\` cannot be read.`, path);
  });
  try {
    return aliasSchema.parse(JSON.parse(text));
  } catch {
    throw invalid(`\`${path}\` is not JSON such as {"Name":["spelling"]}.`);
  }
}

function invalid(message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', `--alias: ${message}`, '--alias');
}
