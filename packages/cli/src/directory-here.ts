import { type Directory, openDirectory } from '@touchline/directory';
import { openTruthLog } from '@touchline/event-log';
import { loadConfig } from '@touchline/runtime';

/** The directory in this machine's data folder, while `work` goes on. @throws TouchlineError what the log or the work threw */
export async function withDirectory<T>(work: (directory: Directory) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const log = openTruthLog(config, 'touchline-cli');
  const directory = await openDirectory({ config, log, source: 'cli' });
  try {
    return await work(directory);
  } finally {
    await directory.close();
    await log.close();
  }
}
