import { checkLedger, explainOrder, ledgerDigest } from '@touchline/ledger';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import type { Command } from 'commander';
import { printExplanation } from '../explain-table.js';
import { print, printJson, printTable } from '../output.js';

interface Options {
  readonly workspace?: string;
  readonly json?: boolean;
}

export function ledgerCommand(program: Command): void {
  const ledger = program.command('ledger').description('the credit ledger');
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
        print(`${report.conversions} conversions × ${report.models} models, ${report.problems.length} out of balance`);
      }
      if (!report.balanced) process.exitCode = 1;
    });
  ledger
    .command('digest')
    .description('SHA-256 over the sorted lines of the ledger as it stands')
    .option('--workspace <id>', 'only this workspace')
    .option('--json', 'one JSON document')
    .action(async (options: Options) => {
      const digest = await withWarehouse((warehouse) => ledgerDigest(warehouse, options.workspace));
      if (options.json) printJson(digest);
      else print(`${digest.sha256}  ${digest.lines} lines`);
    });
  ledger
    .command('explain <order-id>')
    .description('every candidate touch of an order, why it counts or not, and its weight under each model')
    .option('--workspace <id>', 'the order’s workspace', 'default')
    .option('--json', 'one JSON document')
    .action(async (orderId: string, options: { workspace: string; json?: boolean }) => {
      const explained = await withWarehouse((warehouse) => explainOrder(warehouse, options.workspace, orderId));
      if (explained === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `The workspace \`${options.workspace}\` has no order \`${orderId}\`.`);
      if (options.json) printJson(explained);
      else printExplanation(explained);
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
