import { checkLedger, explainOrderAsOf, LEVELS, ledgerDigest, readCredit, readIntervals, STRETCHES_DAYS } from '@touchline/ledger';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { printExplanation } from '../explain-table.js';
import { print, printJson, printTable } from '../output.js';

/** With its zone: an instant, and not whatever the machine's clock makes of it. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

interface Options {
  readonly workspace?: string;
  readonly json?: boolean;
}

export function ledgerCommand(ledger: Command): void {
  creditCommand(ledger);
  intervalsCommand(ledger);
  ledger
    .command('check')
    .description('does every conversion balance under every model, to the minor unit? exits with 1 when one does not')
    .option('--workspace <id>', 'only this workspace')
    .option('--json', 'one JSON document')
    .action(async (options: Options) => {
      const report = await withWarehouse((warehouse) => checkLedger(warehouse, options.workspace));
      if (options.json) printJson(report);
      else {
        if (report.problems.length > 0) printTable(report.problems.map((problem) => ({ ...problem })));
        for (const { workspace_id, conversions, models } of report.workspaces) print(`${workspace_id}: ${conversions} conversions × ${models.length} models`);
        print(`${report.conversions} conversions, ${report.problems.length} out of balance`);
      }
      if (!report.balanced) process.exitCode = 1;
    });
  ledger
    .command('digest')
    .description('SHA-256 over the sorted lines of the ledger as it stands')
    .option('--workspace <id>', 'only this workspace')
    .addOption(asOfOption())
    .option('--json', 'one JSON document')
    .action(async (options: Options & { asOf?: Date }) => {
      const digest = await withWarehouse((warehouse) => ledgerDigest(warehouse, options.workspace, { as_of: options.asOf }));
      if (options.json) printJson(digest);
      else print(`${digest.sha256}  ${digest.lines} lines`);
    });
  ledger
    .command('explain <order-id>')
    .description('every candidate touch of an order, why it counts or not, and its weight under each model')
    .option('--workspace <id>', 'the order’s workspace', 'default')
    .addOption(asOfOption())
    .option('--json', 'one JSON document')
    .action(async (orderId: string, options: { workspace: string; asOf?: Date; json?: boolean }) => {
      const wish = { order_id: orderId, as_of: options.asOf };
      const explained = await withWarehouse((warehouse) => explainOrderAsOf(warehouse, options.workspace, wish));
      if (explained === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `The workspace \`${options.workspace}\` has no order \`${orderId}\`.`);
      if (options.json) printJson(explained);
      else printExplanation(explained);
    });
}

interface CreditOptions {
  readonly workspace: string;
  readonly model: string;
  readonly level: (typeof LEVELS)[number];
  readonly asOf?: Date;
  readonly json?: boolean;
}

function creditCommand(ledger: Command): void {
  ledger
    .command('credit')
    .description('what each creator, campaign, platform, post or link is credited with under one model, now or at an instant')
    .option('--workspace <id>', 'whose ledger', 'default')
    .option('--model <name>', 'a model the ledger holds', 'linear')
    .addOption(new Option('--level <level>', 'what to sum up by').choices(LEVELS).default('creator'))
    .addOption(asOfOption())
    .option('--json', 'one JSON document')
    .action(async ({ workspace, model, level, asOf, json }: CreditOptions) => {
      const rows = await withWarehouse((warehouse) => readCredit(warehouse, { workspace_id: workspace, model, level, as_of: asOf }));
      if (json) printJson(rows);
      else printTable(rows.map(({ id, unattributed, ...row }) => ({ [level]: unattributed ? '(unattributed)' : id, ...row })));
    });
}

interface IntervalsOptions extends Omit<CreditOptions, 'level'> {
  readonly days: string;
}

function intervalsCommand(ledger: Command): void {
  const stretches = STRETCHES_DAYS.map(String);
  ledger
    .command('intervals')
    .description('how sure each creator’s credit is, with 95 % intervals, and whether it can be told from the next creator’s, as the newest fit found it')
    .option('--workspace <id>', 'whose ledger', 'default')
    .option('--model <name>', 'a model the ledger holds', 'linear')
    .addOption(new Option('--days <days>', 'the last days before the fit; 0: the whole ledger').choices(stretches).default('0'))
    .addOption(asOfOption())
    .option('--json', 'one JSON document')
    .action(async ({ workspace, model, days, asOf, json }: IntervalsOptions) => {
      const stretch = STRETCHES_DAYS.find((each) => String(each) === days) ?? 0;
      const known = await withWarehouse((warehouse) => readIntervals(warehouse, { workspace_id: workspace, model, days: stretch, as_of: asOf }));
      if (json) return printJson(known ?? null);
      if (known === undefined) return print('No fit has kept intervals yet: `touchline attribute run --fit` does.');
      print(
        `${model}, ${days === '0' ? 'the whole ledger' : `${known.from_day} to ${known.to_day}`}, as known at ${known.knowledge_time}; 95 % intervals, minor units`,
      );
      printTable(
        known.intervals.map((row) => ({
          creator: row.creator_id === '' ? '(unattributed)' : row.creator_id,
          revenue_minor: row.revenue_minor,
          low: row.low_minor,
          high: row.high_minor,
          orders: row.orders,
          'next creator': row.next_creator_id,
          'told apart': row.next_creator_id === '' ? '' : row.distinguishable ? 'yes' : 'not distinguishable',
        })),
      );
    });
}

function asOfOption(): Option {
  return new Option('--as-of <instant>', 'as the ledger was known then, an ISO 8601 instant; default: now').argParser((text) => {
    const instant = new Date(text);
    if (!INSTANT.test(text) || Number.isNaN(instant.getTime())) throw new InvalidArgumentError('expected an instant such as 2026-10-01T12:00:00Z.');
    return instant;
  });
}

async function withWarehouse<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = openWarehouse(loadConfig());
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
}
