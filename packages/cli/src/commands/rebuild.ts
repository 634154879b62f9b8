import { openTruthLog } from '@touchline/event-log';
import { loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { print, printJson } from '../output.js';
import { Progress } from '../progress.js';
import { writersBack } from '../rebuild/hold-writers.js';
import { type Rebuilt, rebuild } from '../rebuild/rebuild.js';

export function rebuildCommand(command: Command): void {
  command.option('--json', 'one JSON document').action(async (options: { json?: boolean }) => {
    const rebuilt = await run();
    if (options.json) printJson(rebuilt);
    else {
      print(`before  ${rebuilt.before.sha256}  ${rebuilt.before.lines} lines`);
      print(`after   ${rebuilt.after.sha256}  ${rebuilt.after.lines} lines`);
      print(verdictOf(rebuilt));
    }
    if (rebuilt.same === false) process.exitCode = 1;
  });
}

async function run(): Promise<Rebuilt> {
  const config = loadConfig();
  const log = openTruthLog(config, 'touchline-cli');
  const bar = new Progress('Refilling a new warehouse from the log', 'records');
  try {
    const rebuilt = await rebuild({ config, log, onProgress: (done, total) => bar.update(done, total) });
    await writersBack(config);
    return rebuilt;
  } finally {
    bar.stop();
    await log.close();
  }
}

function verdictOf({ same }: Rebuilt): string {
  if (same === null) return 'swapped in; events came in meanwhile, so the two ledgers cannot be compared';
  return same ? 'swapped in; the ledger is the same' : 'swapped in; the ledgers DIFFER';
}
