import { loadConfig, TouchlineError } from '@touchline/runtime';
import type { Played } from '@touchline/simulator';
import type { Command } from 'commander';
import { runAttributionNow } from '../clients/aggregator.js';
import { playDemo, settle } from '../demo.js';
import { print, printJson } from '../output.js';
import { Progress } from '../progress.js';
import { readDemo } from '../supervisor/first-start.js';

export function demoCommand(demo: Command): void {
  demo
    .command('replay')
    .description('send every demo event a second time; no number may change')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const config = loadConfig();
      const record = readDemo(config);
      if (record === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', 'This data folder was started without the demo.');
      let played: Played | undefined;
      const bar = new Progress('Sending every demo event again', 'events');
      try {
        played = await playDemo(config, record, { tell: (done, total, phase) => bar.update(done, total, phase) });
        await settle(config);
        await runAttributionNow(config, { workspace_id: 'demo' });
      } finally {
        bar.stop();
      }
      if (options.json) printJson(played);
      else print('sent; compare `touchline ledger digest` and `touchline reconcile` with before');
    });
}
