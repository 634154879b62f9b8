import type { WorkspaceAnswer } from '../answers.js';
import type { ReportParameters } from '../parameters.js';
import type { Readers } from '../reader.js';

/** What every report is made from: where to read, whose figures, over which days, by which model. */
export interface ReportContext extends ReportParameters, Readers {
  readonly workspace: WorkspaceAnswer;
}

/** The parameters all statements share; `creator` empty means all. */
export function base(context: ReportContext, creator = ''): Record<string, unknown> {
  const { workspace, period, model } = context;
  return { workspace: workspace.workspace_id, zone: workspace.time_zone, from: period.from, to: period.to, model, creator };
}

/** The fields every report carries. */
export function heading(context: ReportContext) {
  return { period: context.period, currency: context.workspace.currency, model: context.model };
}
