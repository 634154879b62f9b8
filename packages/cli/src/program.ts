import { Command, Help } from 'commander';
import { COMMANDS } from './command-list.js';

/**
 * The command line. Only the command that `args` ask for is loaded: all of them together bring every library there is, which
 * takes longer than most commands run. The others are there by name and description, for help and for what is misspelt.
 * A wrong command line is thrown as CommanderError and nothing is printed about it.
 */
export async function makeProgram(args: readonly string[]): Promise<Command> {
  const asked = askedFor(args);
  const program = new Command('touchline')
    .description('What creators’ posts are really worth: tracked links, exact attribution, honest evidence.')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const terms = new Map<string, string>();
  for (const { term, description, load } of COMMANDS) {
    const command = program.command(term.replace(' [options]', '')).description(description);
    terms.set(command.name(), term);
    if (command.name() === asked) (await load())(command);
  }
  // Last, for the commands above inherit what is set before them.
  const help = new Help();
  return program.configureHelp({ subcommandTerm: (command) => terms.get(command.name()) ?? help.subcommandTerm(command) });
}

/** The name of the command that is to be run or explained: `up …`, `help up`. */
function askedFor(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
}
