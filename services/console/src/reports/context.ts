import type { WorkspaceAnswer } from '../answers.js';
import type { ReportParameters } from '../parameters.js';
import { type Readers, sql } from '../reader.js';

/** What every report is made from: where to read, whose figures, over which days, by which model. */
export interface ReportContext extends ReportParameters, Readers {
  readonly workspace: WorkspaceAnswer;
}

/** The parameters all statements share; `creator` empty means all. */
export function base(context: ReportContext, creator = ''): Record<string, unknown> {
  const { workspace, period, model, as_of = '' } = context;
  return { workspace: workspace.workspace_id, zone: workspace.time_zone, from: period.from, to: period.to, model, creator, as_of };
}

/** A statement over the ledger: as it stands, or as it was known at the instant the report asks for. */
export function ledgerSql(context: Pick<ReportContext, 'as_of'>, name: string): string {
  return ledgerText(context, sql(name));
}

/** The same for a statement that stands elsewhere. */
export function ledgerText(context: Pick<ReportContext, 'as_of'>, text: string): string {
  return context.as_of === undefined ? text : `WITH ledger AS (\n${sql('ledger_as_of')})\n${text}`;
}

/** The fields every report carries. */
export function heading(context: ReportContext) {
  return { period: context.period, currency: context.workspace.currency, model: context.model };
}
