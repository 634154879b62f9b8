import { SCOPES, type Scope } from '@touchline/events';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { withDirectory } from '../directory-here.js';
import { print, printJson, printTable } from '../output.js';
import { readDemo } from '../supervisor/first-start.js';

const KEYS_MAX = 1_000;

/** Keys and workspaces are made on the machine that holds the data, by whoever may read its folder. */
export function keysCommand(keys: Command): void {
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .option('--workspace <id>', 'workspace it belongs to', 'default')
    .option('--name <name>', 'what it is for', 'made on the command line')
    .option('--scopes <scopes>', 'comma-separated', 'links:write,events:write,experiments:write,read')
    .option('--json', 'one JSON document')
    .action(async (options: { workspace: string; name: string; scopes: string; json?: boolean }) => {
      const key = await withDirectory((directory) => directory.createKey(options.workspace, { name: options.name, scopes: scopesOf(options.scopes) }));
      if (options.json) printJson(key);
      else print(key.token);
    });
  keys
    .command('list')
    .description('the keys of a workspace; their secrets are kept nowhere')
    .option('--workspace <id>', 'workspace they belong to', 'default')
    .option('--json', 'one JSON document')
    .action(async (options: { workspace: string; json?: boolean }) => {
      const page = await withDirectory(async (directory) => {
        if (directory.get('workspace', options.workspace, options.workspace) === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN');
        return directory.list('api_key', options.workspace, { limit: KEYS_MAX, include_archived: true });
      });
      const rows = page.items.map(({ id, entity, archived }) => ({
        id,
        name: entity.name,
        scopes: entity.scopes.join(','),
        state: archived ? 'archived' : 'active',
      }));
      if (options.json) printJson(rows);
      else printTable(rows);
    });
  keys
    .command('archive <id>')
    .description('a key that is archived opens nothing any more')
    .option('--workspace <id>', 'workspace it belongs to', 'default')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: { workspace: string; json?: boolean }) => {
      await withDirectory((directory) => directory.archive(options.workspace, 'api_key', id));
      if (options.json) printJson({ id, archived: true });
      else print(`archived ${id}`);
    });
  keys
    .command('demo')
    .description('print the key of the simulated workspace')
    .option('--json', 'one JSON document')
    .action((options: { json?: boolean }) => {
      const demo = readDemo(loadConfig());
      if (demo === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', 'This data folder was started without the demo.');
      if (options.json) printJson({ token: demo.token });
      else print(demo.token);
    });
}

export function workspacesCommand(workspaces: Command): void {
  workspaces
    .command('list')
    .description('every workspace, with what its figures are stated in')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const all = await withDirectory(async (directory) => directory.workspaces());
      const rows = all.map(({ id, entity }) => ({
        id,
        name: entity.name,
        currency: entity.currency,
        time_zone: entity.time_zone,
        simulated: String(entity.simulated),
      }));
      if (options.json) printJson(rows);
      else printTable(rows);
    });
}

function scopesOf(text: string): Scope[] {
  return text.split(',').map((name) => {
    const scope = SCOPES.find((each) => each === name.trim());
    if (scope === undefined) throw new TouchlineError('TL_INPUT_INVALID', `--scopes: \`${name}\` is not one of ${SCOPES.join(', ')}.`, '--scopes');
    return scope;
  });
}
