import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';

/** What was refused and why, without what it carried. */
export interface Reject {
  readonly reject_id: string;
  readonly workspace_id: string;
  readonly received_at: string;
  readonly source: string;
  readonly stage: 'edge' | 'ingest';
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly bytes: number;
  readonly origin_topic: string;
  readonly origin_partition: number;
  readonly origin_offset: number;
}

/** With what it carried, as far as that was kept: text, or `base64:…`. It may hold personal data. */
export interface RawReject extends Reject {
  readonly raw: string;
}

export interface RejectFilter {
  readonly id?: string;
  readonly workspace?: string;
  readonly code?: string;
  readonly stage?: 'edge' | 'ingest';
  /** ISO 8601, UTC. */
  readonly since?: string;
}

const COLUMNS = `
  toString(event_id) AS reject_id, workspace_id, concat(replaceOne(toString(received_at), ' ', 'T'), 'Z') AS received_at, source,
  payload.stage AS stage, payload.code AS code, payload.path AS path, payload.message AS message, payload.bytes AS bytes,
  payload.origin_topic AS origin_topic, payload.origin_partition AS origin_partition, toFloat64(payload.origin_offset) AS origin_offset
`;

const FILTER = `
  ({id:String} = '' OR event_id = toUUIDOrZero({id:String}))
  AND ({workspace:String} = '' OR workspace_id = {workspace:String})
  AND ({code:String} = '' OR payload.code = {code:String})
  AND ({stage:String} = '' OR payload.stage = {stage:String})
  AND reject_facts.received_at >= parseDateTime64BestEffort({since:String}, 3, 'UTC')
`;

const BEGINNING = '1970-01-01T00:00:00.000Z';

function parametersOf({ id = '', workspace = '', code = '', stage, since = BEGINNING }: RejectFilter): Record<string, unknown> {
  return { id, workspace, code, stage: stage ?? '', since };
}

/** Newest first. */
export function listRejects(warehouse: Warehouse, filter: RejectFilter, limit: number): Promise<Reject[]> {
  return warehouse.query<Reject>(
    `SELECT ${COLUMNS} FROM reject_facts FINAL WHERE ${FILTER} ORDER BY reject_facts.received_at DESC, event_id LIMIT {limit:UInt32}`,
    { ...parametersOf(filter), limit },
  );
}

/** @throws TouchlineError TL_ENTITY_UNKNOWN */
export async function findReject(warehouse: Warehouse, id: string): Promise<RawReject> {
  const [found] = await warehouse.query<RawReject>(
    `SELECT ${COLUMNS}, person.raw AS raw FROM reject_facts FINAL WHERE ${FILTER} LIMIT 1`,
    parametersOf({ id }),
  );
  if (found === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no reject \`${id}\`.`, 'id');
  return found;
}

/** What is asked for as it stands at one instant: rejects made while it is worked through are not part of it. */
export class Selection {
  readonly #warehouse: Warehouse;
  readonly #parameters: Readonly<Record<string, unknown>>;
  readonly total: number;

  private constructor(warehouse: Warehouse, parameters: Readonly<Record<string, unknown>>, total: number) {
    this.#warehouse = warehouse;
    this.#parameters = parameters;
    this.total = total;
  }

  static async of(warehouse: Warehouse, filter: RejectFilter): Promise<Selection> {
    const [now] = await warehouse.query<{ until: string }>('SELECT toString(now64(3)) AS until');
    const parameters = { ...parametersOf(filter), until: now?.until };
    const [row] = await warehouse.query<{ total: number }>(
      `SELECT toFloat64(count()) AS total FROM reject_facts FINAL WHERE ${FILTER} AND ${KNOWN_BY_THEN}`,
      parameters,
    );
    return new Selection(warehouse, parameters, row?.total ?? 0);
  }

  /** In pages, by id. */
  async *pages(rejects_max: number): AsyncGenerator<RawReject[]> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const page = await this.#warehouse.query<RawReject>(
        `SELECT ${COLUMNS}, person.raw AS raw FROM reject_facts FINAL
         WHERE ${FILTER} AND ${KNOWN_BY_THEN} AND event_id > {after:UUID} ORDER BY event_id LIMIT {limit:UInt32}`,
        { ...this.#parameters, after, limit: rejects_max },
      );
      if (page.length === 0) return;
      yield page;
      after = page.at(-1)?.reject_id ?? after;
    }
  }
}

const KNOWN_BY_THEN = `ingested_at <= parseDateTime64BestEffort({until:String}, 3)`;
