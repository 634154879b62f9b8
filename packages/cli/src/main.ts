import { TouchlineError } from '@touchline/runtime';
import { Command } from 'commander';
import { attributeCommand } from './commands/attribute.js';
import { configCommand } from './commands/config.js';
import { demoCommand } from './commands/demo.js';
import { keysCommand, workspacesCommand } from './commands/keys.js';
import { ledgerCommand } from './commands/ledger.js';
import { linksCommand } from './commands/links.js';
import { rebuildCommand } from './commands/rebuild.js';
import { reconcileCommand } from './commands/reconcile.js';
import { statusCommand } from './commands/status.js';
import { upCommand } from './commands/up.js';

const BAD_INPUT = 2;
const FAILED = 1;

/** Bad input exits with 2, anything else that failed with 1; the error is one line, or JSON with --json. */
function fail(error: unknown): void {
  if (!(error instanceof TouchlineError)) throw error;
  const answer = error.toAnswer();
  const asJson = process.argv.includes('--json');
  process.stderr.write(asJson ? `${JSON.stringify(answer)}\n` : `touchline: ${answer.message} ${answer.remedy} [${answer.code}]\n`);
  process.exitCode = error.status >= 400 && error.status < 500 ? BAD_INPUT : FAILED;
}

const program = new Command('touchline')
  .description('What creators’ posts are really worth: tracked links, exact attribution, honest evidence.')
  .version('0.1.0')
  .showHelpAfterError();

for (const command of [
  upCommand,
  statusCommand,
  configCommand,
  demoCommand,
  workspacesCommand,
  keysCommand,
  linksCommand,
  attributeCommand,
  ledgerCommand,
  reconcileCommand,
  rebuildCommand,
]) {
  command(program);
}

program.parseAsync(process.argv).catch(fail);
