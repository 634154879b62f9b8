import { type Logger, pino } from 'pino';
import type { Config } from './config.js';
import { logError } from './log-error.js';

export type { Logger };

/** JSON lines on stderr, with ids and never with personal data or secrets. */
export function createLogger(service: string, config: Config): Logger {
  return pino(
    {
      name: service,
      level: config.TOUCHLINE_LOG_LEVEL,
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { service, pid: process.pid },
      serializers: { err: logError },
      redact: ['req.headers', 'headers', '*.authorization', '*.cookie', '*.password', '*.person'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
