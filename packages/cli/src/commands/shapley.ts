import { shapleyOfNamed } from '@touchline/attribution';
import type { Command } from 'commander';
import { bytesOf } from '../csv/source.js';
import { print, printJson, printTable } from '../output.js';
import { gameOf } from '../shapley/game.js';

/** Offline: works on files, needs no server and no data folder. */
export function shapleyCommand(command: Command): void {
  command.option('--json', 'one JSON document').action(async (file: string, options: { json?: boolean }) => {
    const game = gameOf(await textOf(file), file);
    const values = shapleyOfNamed(game.players, game.coalitions);
    if (options.json) {
      printJson({ shapley: Object.fromEntries(values), total: game.total });
      return;
    }
    printTable([...values].map(([player, value]) => ({ player, value })));
    print(`total ${game.total}`);
  });
}

async function textOf(file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(file)) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}
