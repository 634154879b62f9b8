import { TouchlineError } from '@touchline/runtime';
import { Command, CommanderError } from 'commander';
import { attributeCommand } from './commands/attribute.js';
import { configCommand } from './commands/config.js';
import { cpmsCommand } from './commands/cpms.js';
import { demoCommand } from './commands/demo.js';
import { experimentPlanCommand } from './commands/experiment-plan.js';
import { experimentResultCommand } from './commands/experiment-result.js';
import { experimentSuggestCommand } from './commands/experiment-suggest.js';
import { experimentsCommand } from './commands/experiments.js';
import { figuresCommand } from './commands/figures.js';
import { journeysCommand } from './commands/journeys.js';
import { keysCommand, workspacesCommand } from './commands/keys.js';
import { ledgerCommand } from './commands/ledger.js';
import { liftCommand } from './commands/lift.js';
import { linksCommand } from './commands/links.js';
import { logCommand } from './commands/log.js';
import { metricsCommand } from './commands/metrics.js';
import { pathsCommand } from './commands/paths.js';
import { rebuildCommand } from './commands/rebuild.js';
import { reconcileCommand } from './commands/reconcile.js';
import { rejectsCommand } from './commands/rejects.js';
import { reportsCommand } from './commands/reports.js';
import { shapleyCommand } from './commands/shapley.js';
import { sqlCommand } from './commands/sql.js';
import { statusCommand } from './commands/status.js';
import { upCommand } from './commands/up.js';

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

/** Leaves it to `fail` to print and to end. */
function failByThrowing(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const each of command.commands) failByThrowing(each);
}

const program = new Command('touchline')
  .description('What creators’ posts are really worth: tracked links, exact attribution, honest evidence.')
  .version('0.1.0');

for (const command of [
  upCommand,
  statusCommand,
  configCommand,
  demoCommand,
  workspacesCommand,
  keysCommand,
  linksCommand,
  cpmsCommand,
  figuresCommand,
  metricsCommand,
  experimentsCommand,
  logCommand,
  attributeCommand,
  ledgerCommand,
  sqlCommand,
  reconcileCommand,
  rebuildCommand,
  rejectsCommand,
  journeysCommand,
  pathsCommand,
  shapleyCommand,
  liftCommand,
  experimentResultCommand,
  experimentPlanCommand,
  experimentSuggestCommand,
  reportsCommand,
]) {
  command(program);
}

failByThrowing(program);
program.parseAsync(process.argv).catch(fail);
