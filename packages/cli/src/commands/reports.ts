import type { Directory, Stored } from '@touchline/directory';
import type { Entities } from '@touchline/events';
import { webhookSecret } from '@touchline/reports';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { runReportNow } from '../clients/aggregator.js';
import { withDirectory } from '../directory-here.js';
import { print, printJson, printTable } from '../output.js';
import { formatOf, readReport } from '../reports/read-report.js';
import { type ScheduleOptions, scheduleOf } from '../reports/schedule-options.js';

const SLOTS_MAX = 10_000;

interface Options {
  readonly workspace: string;
  readonly json?: boolean;
}

/** Schedules and reports, on the machine that holds the data. */
export function reportsCommand(reports: Command): void {
  listCommand(reports);
  scheduleCommands(reports);
  runCommands(reports);
}

function listCommand(reports: Command): void {
  reports
    .command('list')
    .description('every report that was made, missed or failed, newest first, and how its deliveries stand')
    .option('--workspace <id>', 'their workspace', 'default')
    .option('--schedule <id>', 'only of this schedule')
    .option('--schedules', 'the schedules instead')
    .option('--json', 'one JSON document')
    .action(async (options: Options & { schedule?: string; schedules?: boolean }) => {
      const rows = await withDirectory(async (directory) => (options.schedules ? schedulesOf(directory, options.workspace) : slotsOf(directory, options)));
      if (options.json) printJson(rows);
      else printTable(rows.map(flat));
    });
}

function scheduleCommands(reports: Command): void {
  reports
    .command('schedule <id>')
    .description('write a schedule, or change it; with --archive end it')
    .option('--workspace <id>', 'its workspace', 'default')
    .option('--name <name>', 'the report’s title')
    .option('--experiment <id>', 'what it is about; left out: all experiments')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week', '0 8 * * 1')
    .option('--zone <name>', 'IANA time zone; left out: the workspace’s')
    .option('--formats <names>', 'comma-separated: html, pdf, csv, json', 'html,pdf,csv,json')
    .option('--email <address...>', 'send it there')
    .option('--slack <url>', 'post it to a Slack-compatible webhook')
    .option('--webhook <url>', 'post it as a Standard Webhook')
    .option('--missed <what>', 'catch_up or mark: what becomes of reports nobody was there to make', 'catch_up')
    .option('--archive', 'end it')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: ScheduleOptions & Options & { archive?: boolean }) => {
      const stored = await withDirectory((directory) =>
        options.archive
          ? directory.archive(options.workspace, 'report_schedule', id)
          : directory.upsert(options.workspace, 'report_schedule', id, scheduleOf(directory, id, options)),
      );
      if (options.json) printJson({ id: stored.id, ...stored.entity, archived: stored.archived });
      else print(`${stored.archived ? 'archived' : 'scheduled'} ${id}`);
    });
  reports
    .command('secret <schedule>')
    .description('the key that a schedule’s webhooks are signed with (Standard Webhooks)')
    .option('--workspace <id>', 'its workspace', 'default')
    .option('--json', 'one JSON document')
    .action((id: string, options: Options) => {
      const secret = webhookSecret(loadConfig(), options.workspace, id);
      if (options.json) printJson({ secret });
      else print(secret);
    });
}

function runCommands(reports: Command): void {
  reports
    .command('run <schedule>')
    .description('make and deliver a schedule’s report now')
    .option('--workspace <id>', 'its workspace', 'default')
    .option('--json', 'one JSON document')
    .action(async (schedule: string, options: Options) => {
      const slot = await runReportNow(loadConfig(), options.workspace, schedule);
      if (options.json) printJson(slot);
      else printTable([{ report: slot.slot_id, state: slot.state, deliveries: deliveriesText(slot.deliveries) }]);
      if (slot.state !== 'done' || slot.deliveries.some(({ state }) => state !== 'sent')) process.exitCode = 1;
    });
  reports
    .command('show <report>')
    .description('print a report that was made; made again as of its instant where its archive is not on this machine')
    .option('--workspace <id>', 'its workspace', 'default')
    .option('--format <name>', 'html, pdf, csv or json', 'json')
    .option('--anew', 'make it again from the warehouse although it is archived, and say whether it is the same')
    .option('--json', 'errors as JSON')
    .action(async (id: string, options: Options & { format: string; anew?: boolean }) => {
      const { bytes, same } = await readReport({ id, workspace_id: options.workspace, format: formatOf(options.format), anew: options.anew === true });
      process.stdout.write(bytes);
      if (same === false)
        throw new TouchlineError('TL_INPUT_INVALID', 'Made again it is another: the warehouse lacks something the log had then, or has another formula.');
    });
}

type Row = { readonly id: string } & Readonly<Record<string, unknown>>;

function schedulesOf(directory: Directory, workspace: string): Row[] {
  const { items } = directory.list('report_schedule', workspace, { limit: SLOTS_MAX, include_archived: true });
  return items.map(({ id, entity, archived }) => ({
    id,
    name: entity.name,
    cron: entity.cron,
    about: entity.subject.kind === 'experiment' ? entity.subject.experiment_id : 'all experiments',
    targets: entity.targets.map(({ channel }) => channel),
    state: archived ? 'archived' : 'active',
  }));
}

function slotsOf(directory: Directory, { workspace, schedule }: { workspace: string; schedule?: string }): Row[] {
  const { items } = directory.list('report_slot', workspace, { limit: SLOTS_MAX });
  return items
    .filter(({ entity }) => schedule === undefined || entity.schedule_id === schedule)
    .sort((one, other) => other.entity.slot_at.localeCompare(one.entity.slot_at))
    .map(({ id, entity }: Stored<'report_slot'>) => ({
      id,
      slot_at: entity.slot_at,
      state: entity.state,
      code: entity.code ?? '',
      deliveries: entity.deliveries,
    }));
}

function flat(row: Row): Record<string, string | number> {
  const text = (value: unknown) =>
    Array.isArray(value) ? (value.every((each) => typeof each === 'string') ? value.join(', ') : deliveriesText(value as Deliveries)) : String(value);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)]));
}

type Deliveries = Entities['report_slot']['deliveries'];

function deliveriesText(deliveries: Pick<Deliveries, 'length'> & readonly { channel: string; state: string; code?: string | undefined }[]): string {
  return deliveries.map(({ channel, state, code }) => `${channel} ${state}${code === undefined ? '' : ` ${code}`}`).join(', ');
}
