import { loadConfig, TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { runAttributionNow } from '../clients/aggregator.js';
import { playDemo, settle } from '../demo.js';
import { print } from '../output.js';
import { Progress } from '../progress.js';
import { readDemo } from '../supervisor/first-start.js';

export function demoCommand(program: Command): void {
  const demo = program.command('demo').description('the simulated workspace');
  demo
    .command('replay')
    .description('send every demo event a second time; no number may change')
    .action(async () => {
      const config = loadConfig();
      const record = readDemo(config);
      if (record === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', 'This data folder was started without the demo.');
      const bar = new Progress('Sending every demo event again');
      try {
        await playDemo(config, record, { tell: (done, total, phase) => bar.update(done, total, phase) });
        await settle(config);
        await runAttributionNow(config, 'demo');
      } finally {
        bar.stop();
      }
      print('sent; compare `touchline ledger digest` and `touchline reconcile` with before');
    });
}
