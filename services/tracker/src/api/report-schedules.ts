import { newEntityId } from '@touchline/directory';
import { entityIdSchema, type ReportTarget, reportScheduleSchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { checkCron } from '@touchline/schedule';
import { z } from 'zod';
import type { KindRules } from './kinds.js';

/** With the instant of a slot behind it, a schedule's id is still an id. */
const ID_LENGTH_MAX = 47;

const { shape } = reportScheduleSchema;
const body = z.strictObject({
  ...shape,
  id: entityIdSchema.max(ID_LENGTH_MAX).optional(),
  formats: shape.formats.default(['html', 'pdf', 'csv', 'json']),
  targets: shape.targets.default([]),
  missed: shape.missed.default('catch_up'),
  from: shape.from.optional(),
});

/** When reports are made, of what, and for whom. */
export const REPORT_SCHEDULE: KindRules<'report_schedule'> = {
  kind: 'report_schedule',
  path: 'report-schedules',
  scope: 'experiments:write',
  prepare: (raw, { directory, workspace_id }) => {
    const { id, ...told } = body.parse(raw);
    const before = id === undefined ? undefined : directory.get('report_schedule', workspace_id, id);
    const workspace = directory.get('workspace', workspace_id, workspace_id);
    checkCron({ cron: told.cron, time_zone: told.time_zone ?? workspace?.entity.time_zone ?? 'UTC' });
    const { subject } = told;
    if (subject.kind === 'experiment' && directory.get('experiment', workspace_id, subject.experiment_id) === undefined) {
      throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no experiment \`${subject.experiment_id}\`.`, 'subject.experiment_id');
    }
    const from = told.from ?? (before === undefined || before.archived ? new Date().toISOString() : before.entity.from);
    return { id: id ?? newEntityId(), entity: { ...told, from }, fresh: id === undefined };
  },
  shown: ({ entity }) => ({ targets: entity.targets.map(shownTarget) }),
};

/** The address of a webhook is as good as a password: whoever may read schedules sees its host alone. */
function shownTarget(target: ReportTarget): object {
  return target.channel === 'email' ? target : { channel: target.channel, host: new URL(target.url).host };
}
