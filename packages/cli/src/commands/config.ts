import { describeSettings, loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { printJson, printTable } from '../output.js';

export function configCommand(command: Command): void {
  command.option('--json', 'one JSON document').action((options: { json?: boolean }) => {
    const rows = describeSettings(loadConfig());
    if (options.json) printJson(rows);
    else printTable(rows.map(({ name, value, source, description }) => ({ setting: name, value, source, description })));
  });
}
