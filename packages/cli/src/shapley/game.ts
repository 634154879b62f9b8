import type { Coalition } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';
import { z } from 'zod';

/** A game of which some coalitions are named; every other is worth 0. */
export interface Game {
  readonly players: readonly string[];
  readonly coalitions: readonly Coalition[];
  /** Worth of all players together, above that of nobody. */
  readonly total: number;
}

const gameSchema = z.strictObject({ players: z.array(z.string()).min(1), values: z.record(z.string(), z.number()) });

/**
 * `{"players":["F","O"],"values":{"F":0.3,"F,O":0.5}}`; the names of a coalition in any order.
 * @param path what errors call the file
 * @throws TouchlineError TL_INPUT_INVALID naming the file or the field
 */
export function gameOf(text: string, path: string): Game {
  const { players, values } = parsed(text, path);
  const known = new Map<string, number>();
  for (const [place, player] of players.entries()) {
    const field = `players.${place}`;
    if (player.trim() !== player || player === '' || player.includes(','))
      throw invalid('A player’s name has a comma, or spaces around it, or is empty.', field);
    if (known.has(player)) throw invalid(`The player \`${player}\` is named twice.`, field);
    known.set(player, place);
  }
  const coalitions = new Map<string, Coalition>();
  for (const [key, worth] of Object.entries(values)) {
    const members = membersOf(key, known);
    const name = [...members].sort().join(',');
    if (coalitions.has(name)) throw invalid('The coalition is named twice.', `values.${key}`);
    coalitions.set(name, { members, worth });
  }
  const worthOf = (members: readonly string[]) => coalitions.get([...members].sort().join(','))?.worth ?? 0;
  return { players, coalitions: [...coalitions.values()], total: worthOf(players) - worthOf([]) };
}

function parsed(text: string, path: string): z.infer<typeof gameSchema> {
  const json = (() => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw invalid('The file is no JSON document.', path);
    }
  })();
  const result = gameSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(`The game is not {"players":[…],"values":{…}}: ${issue?.message ?? ''}.`, issue?.path.join('.') || path);
}

function membersOf(key: string, known: ReadonlyMap<string, number>): Set<string> {
  const members = new Set<string>();
  for (const part of key.trim() === '' ? [] : key.split(',')) {
    const player = part.trim();
    if (!known.has(player)) throw invalid(`\`${player}\` is no player.`, `values.${key}`);
    if (members.has(player)) throw invalid(`\`${player}\` is in the coalition twice.`, `values.${key}`);
    members.add(player);
  }
  return members;
}

function invalid(message: string, path: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', message, path);
}
