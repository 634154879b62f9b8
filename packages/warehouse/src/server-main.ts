import { loadConfig, TouchlineError } from '@touchline/runtime';
import { runServer } from './server/run-server.js';

/**
 * The local ClickHouse as a process: settings from the environment; says `{ready: true}` to the parent that forked it.
 * Every way out is SIGKILL to itself: the library's threads outlive process.exit, and an insert is answered only when its
 * part is in place, so that nothing acknowledged is lost by it.
 */
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, end);

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

try {
  await runServer(loadConfig());
  process.send?.({ ready: true });
  // A parent that went away while the server was starting sent no event any more.
  if (process.send !== undefined && !process.connected) end();
} catch (error) {
  if (!(error instanceof TouchlineError)) throw error;
  process.stderr.write(`warehouse: ${error.toLine()}\n`);
  process.exit(1);
}
