import { loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import type { AssignOptions } from '../experiments/assign.js';
import { ExperimentsClient, type ExperimentView } from '../experiments/client.js';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { print, printJson, printTable } from '../output.js';
import { experimentPlanCommand } from './experiment-plan.js';
import { experimentResultCommand } from './experiment-result.js';
import { experimentSuggestCommand } from './experiment-suggest.js';

interface WriteOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

export function experimentsCommand(experiments: Command): void {
  writing(experiments.command('create <file>'), 'write an experiment down from a JSON file (- reads standard input); with the id of a draft: edit it').action(
    async (file: string, options: WriteOptions) => {
      const made = await client().create(readSpec(file).spec, options.dryRun === true);
      tell(made, options, options.dryRun ? `would be created: grade ${made.grade}` : `${made.id} (${made.state}, grade ${made.grade})`);
    },
  );
  for (const step of ['start', 'stop'] as const) {
    writing(experiments.command(`${step} <id>`), STEPS[step]).action(async (id: string, options: WriteOptions) => {
      const after = await client().step(id, step, options.dryRun === true);
      tell(after, options, `${id} ${options.dryRun ? 'would be' : 'is'} ${after.state}`);
    });
  }
  writing(experiments.command('archive <id>'), 'put an experiment away that does not run; its past stays').action(async (id: string, options: WriteOptions) => {
    const after = await client().archive(id, options.dryRun === true);
    tell(after, options, `${id} ${options.dryRun ? 'would be' : 'is'} archived`);
  });
  readingCommands(experiments);
  assignCommand(experiments);
  experimentResultCommand(experiments);
  experimentPlanCommand(experiments);
  experimentSuggestCommand(experiments);
}

const STEPS = {
  start: 'start an experiment; from now on nothing changes that fixes its analysis',
  stop: 'stop an experiment; what happened counts on until each window is over',
} as const;

function readingCommands(experiments: Command): void {
  experiments
    .command('list')
    .description('the experiments of the key’s workspace, by id')
    .option('--limit <number>', 'most experiments to show', '100')
    .option('--after <id>', 'go on after this one')
    .option('--archived', 'archived ones too')
    .option('--json', 'one JSON document')
    .action(async (options: { limit: string; after?: string; archived?: boolean; json?: boolean }) => {
      const more = { ...(options.after === undefined ? {} : { after: options.after }), ...(options.archived ? { include_archived: 'true' } : {}) };
      const page = await client().list(new URLSearchParams({ limit: options.limit, ...more }));
      if (options.json) return printJson(page);
      printTable(
        page.items.map(({ id, name, design, grade, state, planned_end, archived }) => ({
          id,
          name,
          design,
          grade,
          state: archived ? 'archived' : state,
          planned_end,
        })),
      );
      if (page.next !== undefined) print(`there are more: add --after ${page.next}`);
    });
  experiments
    .command('show <id>')
    .description('one experiment, whole')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: { json?: boolean }) => {
      const experiment = await client().show(id);
      if (options.json) printJson(experiment);
      else printAnswer(experiment);
    });
}

function assignCommand(experiments: Command): void {
  writing(experiments.command('assign <id>'), 'draw the creators, markets or weeks of a draft by seeded lottery, and record who has which arm')
    .option('--units <file>', 'CSV with the columns unit and, where wanted, stratum and baseline; left out, the experiment’s scope')
    .option('--weeks <range>', 'ISO weeks, both included, such as 2026-W48..2027-W06')
    .option('--seed <text>', 'what the draw is made from; left out, the experiment’s salt')
    .option('--matched', 'match neighbours by baseline, one to each arm')
    .action(async (id: string, options: AssignOptions & { json?: boolean }) => {
      const { assign } = await import('../experiments/assign.js');
      const assignment = await assign(loadConfig(), id, options);
      if (options.json) return printJson(assignment);
      printTable(assignment.drawn.map(({ id: unit, arm, stratum = '' }) => ({ unit, arm, stratum })));
      print(assignment.dry_run ? 'nothing was recorded' : `${assignment.accepted} recorded, ${assignment.duplicates} known before; seed ${assignment.seed}`);
    });
}

function writing(command: Command, description: string): Command {
  return command.description(description).option('--dry-run', 'check and show, and write nothing').option('--json', 'one JSON document');
}

function client(): ExperimentsClient {
  return new ExperimentsClient(loadConfig());
}

function tell(experiment: ExperimentView, { json }: WriteOptions, line: string): void {
  if (json) printJson(experiment);
  else print(line);
}
