import { TouchlineError } from '@touchline/runtime';
import { CommanderError } from 'commander';
import { makeProgram } from './program.js';

const BAD_INPUT = 2;
const FAILED = 1;

/** Commands on files alone: what runs them is a notebook or a script, so their errors are always JSON. */
const OFFLINE = new Set(['journeys', 'paths', 'shapley', 'lift']);

/** Bad input exits with 2, anything else that failed with 1; the error is one line, or JSON with --json and offline. */
function fail(thrown: unknown): void {
  const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
  if (error === undefined) return;
  if (!(error instanceof TouchlineError)) throw error;
  const asJson = process.argv.includes('--json') || OFFLINE.has(process.argv[2] ?? '');
  process.stderr.write(asJson ? `${JSON.stringify(error.toAnswer())}\n` : `touchline: ${error.toLine()}\n`);
  process.exitCode = error.status >= 400 && error.status < 500 ? BAD_INPUT : FAILED;
}

/** A command line that is none, as an error like every other; undefined where help was asked for, or is the answer. */
function usageError({ code, message, exitCode }: CommanderError): TouchlineError | undefined {
  if (code !== 'commander.help') return exitCode === 0 ? undefined : new TouchlineError('TL_USAGE', message.replace(/^error: /, ''));
  process.exitCode = exitCode === 0 ? 0 : BAD_INPUT;
  return undefined;
}

makeProgram(process.argv.slice(2))
  .then((program) => program.parseAsync(process.argv))
  .catch(fail);
