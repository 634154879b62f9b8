import { type Entities, experimentSchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import type { Experiment } from './result.js';
import { ENTITIES_AT } from './sql.js';

interface Row {
  readonly kind: 'workspace' | 'experiment' | 'link';
  readonly id: string;
  readonly entity: string;
  /** As it was first started with; empty for a draft and for what is no experiment. */
  readonly started: string;
  readonly stopped_at: string;
}

/** A workspace as it was known at an instant, as far as a lift run needs it. */
export interface EntitiesAt {
  readonly workspace: Entities['workspace'];
  readonly experiments: ReadonlyMap<string, Experiment>;
  readonly creator_of_link: ReadonlyMap<string, string>;
}

/** @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE */
export async function entitiesAt(warehouse: Warehouse, workspace_id: string, as_of: Date): Promise<EntitiesAt> {
  const rows = await warehouse.query<Row>(ENTITIES_AT, { workspace_id, as_of_ms: as_of.getTime() });
  const workspace = rows.find(({ kind, id }) => kind === 'workspace' && id === workspace_id);
  if (workspace === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', `There was no workspace \`${workspace_id}\` at that instant.`, 'workspace_id');
  const experiments = new Map<string, Experiment>();
  const creator_of_link = new Map<string, string>();
  for (const row of rows) {
    if (row.kind === 'experiment') experiments.set(row.id, experimentOf(row));
    if (row.kind === 'link') creator_of_link.set(row.id, (JSON.parse(row.entity) as Entities['link']).creator_id);
  }
  return { workspace: JSON.parse(workspace.entity) as Entities['workspace'], experiments, creator_of_link };
}

/** What fixes the analysis from the start, name and notes from the newest change, the stop from the first that told one. */
function experimentOf({ entity, started, stopped_at }: Row): Experiment {
  const newest = experimentSchema.parse(JSON.parse(entity));
  if (started === '') return newest;
  const { notes: _, stopped_at: __, ...fixed } = experimentSchema.parse(JSON.parse(started));
  const stopped = stopped_at === '' ? { state: 'running' as const } : { state: 'stopped' as const, stopped_at };
  return { ...fixed, name: newest.name, ...(newest.notes === undefined ? {} : { notes: newest.notes }), ...stopped };
}
