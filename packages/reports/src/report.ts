import { createHash } from 'node:crypto';
import type { Entities } from '@touchline/events';
import type { LiftResult, LiftRun, Pooled } from '@touchline/evidence';
import type { Warehouse } from '@touchline/warehouse';

export type Schedule = Entities['report_schedule'];

/** Everything that a report says; every form of it is made from this alone. */
export interface Report {
  readonly workspace_id: string;
  readonly schedule_id: string;
  readonly name: string;
  readonly subject: Schedule['subject'];
  /** Nothing received later is in it. */
  readonly as_of: string;
  readonly time_zone: string;
  readonly results: readonly LiftResult[];
  /** Over all experiments with a number on one scale; undefined for a single experiment or too few. */
  readonly pooled?: Pooled;
}

export interface ReportRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  readonly schedule_id: string;
  readonly schedule: Schedule;
  readonly time_zone: string;
  readonly as_of: Date;
}

/**
 * Runs what the schedule is about as of an instant and keeps the results; the same log gives the same report for ever (I5).
 * @throws TouchlineError TL_ENTITY_UNKNOWN, TL_EXPERIMENT_STATE, TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE
 */
export async function makeReport(request: ReportRequest): Promise<Report> {
  const { warehouse, workspace_id, schedule_id, schedule, time_zone, as_of } = request;
  // Estimators and their libraries: loaded with the first report, not with every process that may make one.
  const { keepResult, poolResults } = await import('@touchline/evidence');
  const runs = await runsOf(request);
  for (const run of runs) await keepResult(warehouse, run);
  const results = runs.map(({ result }) => result);
  const pooled = schedule.subject.kind === 'portfolio' ? poolResults(results) : undefined;
  const head = { workspace_id, schedule_id, name: schedule.name, subject: schedule.subject, as_of: as_of.toISOString(), time_zone, results };
  return pooled === undefined ? head : { ...head, pooled };
}

async function runsOf({ warehouse, workspace_id, schedule, as_of }: ReportRequest): Promise<LiftRun[]> {
  const { runLift, runPortfolio } = await import('@touchline/evidence');
  const { subject } = schedule;
  if (subject.kind === 'portfolio') return runPortfolio({ warehouse, workspace_id, as_of });
  return [await runLift({ warehouse, workspace_id, experiment_id: subject.experiment_id, as_of })];
}

/** By which a report is known again. */
export function reportDigest(report: Report): string {
  return createHash('sha256').update(JSON.stringify(report)).digest('hex');
}
