import { type Logger, TouchlineError } from '@touchline/runtime';
import { schedule, validate } from 'node-cron';

export interface Recurring {
  readonly name: string;
  /** Where the expression comes from. */
  readonly setting: string;
  readonly expression: string;
}

/** Does `work` at the instants of a cron expression with seconds, never twice at once. @throws TouchlineError TL_CONFIG_INVALID */
export function startSchedule({ name, setting, expression }: Recurring, logger: Logger, work: () => Promise<void>): { stop(): Promise<void> } {
  if (!validate(expression)) {
    throw new TouchlineError('TL_CONFIG_INVALID', `${setting}: not a cron expression`, setting);
  }
  const task = schedule(expression, work, {
    name,
    noOverlap: true,
    // A tick that comes while a long run goes on is no news: the next one does its work.
    suppressMissedWarning: true,
    logger: {
      info: (message) => logger.debug(message),
      warn: (message) => logger.debug(message),
      debug: (message) => logger.debug(String(message)),
      error: (error) => logger.error({ err: error }, 'schedule'),
    },
  });
  return {
    stop: async () => {
      await task.destroy();
    },
  };
}
