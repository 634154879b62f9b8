import type { Directory } from '@touchline/directory';
import { type Entities, REPORT_FORMATS, type ReportTarget } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { checkCron } from '@touchline/schedule';

type Schedule = Entities['report_schedule'];

export interface ScheduleOptions {
  readonly workspace: string;
  readonly name?: string;
  readonly experiment?: string;
  readonly cron: string;
  readonly zone?: string;
  readonly formats: string;
  readonly email?: readonly string[];
  readonly slack?: string;
  readonly webhook?: string;
  readonly missed: string;
}

/** With the instant of a slot behind it, a schedule's id is still an id. */
const ID_LENGTH_MAX = 47;

/**
 * A schedule as the command line tells it; changed, it goes on from where it began.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_ENTITY_UNKNOWN, TL_FIELD_VALUE, TL_INPUT_INVALID
 */
export function scheduleOf(directory: Directory, id: string, options: ScheduleOptions): Schedule {
  const workspace = directory.get('workspace', options.workspace, options.workspace);
  if (workspace === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', `There is no workspace \`${options.workspace}\`.`, '--workspace');
  if (id.length > ID_LENGTH_MAX) throw new TouchlineError('TL_FIELD_VALUE', `Expected at most ${ID_LENGTH_MAX} characters.`, 'id');
  const { experiment, cron, zone, missed } = options;
  if (experiment !== undefined && directory.get('experiment', options.workspace, experiment) === undefined) {
    throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no experiment \`${experiment}\`.`, '--experiment');
  }
  checkCron({ cron, time_zone: zone ?? workspace.entity.time_zone });
  if (missed !== 'catch_up' && missed !== 'mark') throw new TouchlineError('TL_INPUT_INVALID', '--missed: expected catch_up or mark.', '--missed');
  const before = directory.get('report_schedule', options.workspace, id);
  return {
    name: options.name ?? before?.entity.name ?? id,
    subject: experiment === undefined ? { kind: 'portfolio' } : { kind: 'experiment', experiment_id: experiment },
    cron,
    ...(zone === undefined ? {} : { time_zone: zone }),
    formats: formatsOf(options.formats),
    targets: targetsOf(options),
    missed,
    from: before === undefined || before.archived ? new Date().toISOString() : before.entity.from,
  };
}

function formatsOf(text: string): Schedule['formats'] {
  return text.split(',').map((name) => {
    const format = REPORT_FORMATS.find((each) => each === name.trim());
    if (format === undefined) throw new TouchlineError('TL_INPUT_INVALID', `--formats: \`${name}\` is not one of ${REPORT_FORMATS.join(', ')}.`, '--formats');
    return format;
  });
}

function targetsOf({ email, slack, webhook }: ScheduleOptions): ReportTarget[] {
  return [
    ...(email === undefined ? [] : [{ channel: 'email' as const, to: [...email] }]),
    ...(slack === undefined ? [] : [{ channel: 'slack' as const, url: slack }]),
    ...(webhook === undefined ? [] : [{ channel: 'webhook' as const, url: webhook }]),
  ];
}
