import { openLogs } from '@touchline/event-log';
import { loadConfig } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import type { Command } from 'commander';
import { print, printJson, printTable } from '../output.js';
import { Progress } from '../progress.js';
import { waitingRecords, withOutbox } from '../reconcile/outbox-side.js';
import { type Reconciliation, reconcile } from '../reconcile/reconcile.js';

export function reconcileCommand(command: Command): void {
  command.option('--json', 'one JSON document').action(async (options: { json?: boolean }) => {
    const report = await run();
    if (options.json) printJson(report);
    else show(report);
    if (report.gap !== 0) process.exitCode = 1;
  });
}

async function run(): Promise<Reconciliation> {
  const config = loadConfig();
  const { truth, outbox, close } = openLogs(config, 'touchline-cli');
  const warehouse = openWarehouse(config);
  const bar = new Progress('Reading the log', 'records');
  try {
    // The outbox first: what is forwarded meanwhile is then counted as waiting, and never as missing.
    const waiting = outbox === undefined ? 0 : await waitingRecords(outbox);
    return withOutbox(await reconcile(truth, warehouse, (done, total) => bar.update(done, total)), waiting);
  } finally {
    bar.stop();
    await warehouse.close();
    await close();
  }
}

function show(report: Reconciliation): void {
  const { accepted, stored, deduplicated, rejected, in_flight, gap } = report;
  const total = { topic: 'all', workspace_id: '', source: '', day: '', accepted, stored, deduplicated, rejected, in_flight, gap };
  printTable([...report.rows, total].map((row) => ({ ...row })));
  print('');
  print(`${accepted} accepted = ${stored} stored + ${deduplicated} deduplicated + ${rejected} rejected + ${in_flight} in flight, gap ${gap}`);
}
