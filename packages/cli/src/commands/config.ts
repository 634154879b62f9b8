import { describeSettings, loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { printJson, printTable } from '../output.js';

export function configCommand(program: Command): void {
  program
    .command('config')
    .description('every setting, its value, where that comes from and what it does')
    .option('--json', 'one JSON document')
    .action((options: { json?: boolean }) => {
      const rows = describeSettings(loadConfig());
      if (options.json) printJson(rows);
      else printTable(rows.map(({ name, value, source, description }) => ({ setting: name, value, source, description })));
    });
}
