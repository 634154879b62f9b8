import type { StoredRecord } from '@touchline/event-log';
import { type AnyEvent, decodeEvent, type Entities, type EntityKind, type Event, EventMalformed, normalCode } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { type Database, open, type RootDatabase } from 'lmdb';
import { refusalOfArchiving, refusalOfChange } from './experiments/life.js';
import { refusalOfSlot } from './reports/slot-life.js';
import type { Stored } from './types.js';

const POSITION = 'next_offset';

/** The folded state in LMDB: entities, and the indexes that find them by slug, code, key, and link under test. */
export class Projection {
  readonly #root: RootDatabase;
  readonly #meta: Database<number, string>;
  readonly #entities: Database<Stored, [EntityKind, string, string]>;
  readonly #slugs: Database<[string, string], string>;
  readonly #codes: Database<string, [string, string]>;
  readonly #keys: Database<string, string>;
  /** The running redirect holdout of a link: workspace and link id to the experiment's id. */
  readonly #holdouts: Database<string, [string, string]>;

  constructor(path: string) {
    this.#root = open({ path, maxDbs: 16, maxReaders: 256, noMemInit: false });
    this.#meta = this.#root.openDB({ name: 'meta' });
    this.#entities = this.#root.openDB({ name: 'entities' });
    this.#slugs = this.#root.openDB({ name: 'slugs' });
    this.#codes = this.#root.openDB({ name: 'codes' });
    this.#keys = this.#root.openDB({ name: 'keys' });
    this.#holdouts = this.#root.openDB({ name: 'holdouts' });
  }

  /** Offset of the next record to fold. */
  get position(): number {
    return this.#meta.get(POSITION) ?? 0;
  }

  /**
   * Folds records read from an offset on; does nothing when another process folded them meanwhile. State and position move in one
   * transaction, so a crash leaves both or neither. The first record may lie behind the offset: a log may not keep every one.
   */
  async fold(from_offset: number, records: readonly StoredRecord[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    await this.#root.transaction(() => {
      if (this.position !== from_offset) return;
      for (const record of records) this.#apply(record);
      this.#meta.put(POSITION, last.offset + 1);
    });
  }

  get<K extends EntityKind>(kind: K, workspaceId: string, id: string): Stored<K> | undefined {
    return this.#entities.get([kind, workspaceId, id]) as Stored<K> | undefined;
  }

  /** Entities of a kind in a workspace, by id, after the given one. */
  *range<K extends EntityKind>(kind: K, workspaceId: string, after: string | undefined): Generator<Stored<K>> {
    for (const { key, value } of this.#entities.getRange({ start: [kind, workspaceId, after ?? ''], snapshot: false })) {
      if (key[0] !== kind || key[1] !== workspaceId) return;
      if (key[2] !== after) yield value as Stored<K>;
    }
  }

  *workspaces(): Generator<Stored<'workspace'>> {
    for (const { key, value } of this.#entities.getRange({ start: ['workspace', '', ''], snapshot: false })) {
      if (key[0] !== 'workspace') return;
      yield value as Stored<'workspace'>;
    }
  }

  linkOfSlug(slug: string): Stored<'link'> | undefined {
    const holder = this.#slugs.get(slug);
    return holder === undefined ? undefined : this.get('link', holder[0], holder[1]);
  }

  codeOfName(workspaceId: string, code: string): Stored<'code'> | undefined {
    const id = this.#codes.get([workspaceId, normalCode(code)]);
    return id === undefined ? undefined : this.get('code', workspaceId, id);
  }

  keyOfId(id: string): Stored<'api_key'> | undefined {
    const workspaceId = this.#keys.get(id);
    return workspaceId === undefined ? undefined : this.get('api_key', workspaceId, id);
  }

  holdoutOfLink(workspaceId: string, linkId: string): Stored<'experiment'> | undefined {
    const id = this.#holdouts.get([workspaceId, linkId]);
    return id === undefined ? undefined : this.get('experiment', workspaceId, id);
  }

  /** Why an experiment may not become this; the same before it is appended and when it is folded. */
  refusalOfExperiment(workspaceId: string, id: string, next: Entities['experiment']): TouchlineError | undefined {
    const refusal = refusalOfChange(this.get('experiment', workspaceId, id), next);
    if (refusal !== undefined || next.design !== 'redirect_holdout' || next.state !== 'running') return refusal;
    const taken = next.scope.link_ids.find((link) => (this.#holdouts.get([workspaceId, link]) ?? id) !== id);
    return taken === undefined ? undefined : new TouchlineError('TL_EXPERIMENT_OVERLAP', `A redirect holdout runs on the link \`${taken}\`.`, 'scope.link_ids');
  }

  async close(): Promise<void> {
    await this.#root.close();
  }

  /** What is no event changes nothing here; the ingestor files it under the rejects. */
  #apply(record: StoredRecord): void {
    const event = readEvent(record.value);
    if (event?.type === 'directory_upserted') this.#upsert(event, record.offset);
    if (event?.type === 'directory_archived') this.#archive(event, record.offset);
  }

  /** Of two that want one slug, code, key or link the earlier in the log keeps it, and the later change is passed over. */
  #upsert(event: Event<'directory_upserted'>, offset: number): void {
    const { workspace_id, payload } = event;
    if (!this.#claim(workspace_id, payload)) return;
    const stored = { workspace_id, kind: payload.kind, id: payload.id, entity: payload.entity, archived: false, offset };
    this.#entities.put([payload.kind, workspace_id, payload.id], stored);
  }

  /** Whether the change counts; then the indexes say so. */
  #claim(workspaceId: string, payload: Event<'directory_upserted'>['payload']): boolean {
    switch (payload.kind) {
      case 'link':
        return this.#claimSlug(workspaceId, payload.id, payload.entity.slug);
      case 'code':
        return this.#claimCode(workspaceId, payload.id, payload.entity.code);
      case 'api_key':
        return this.#claimKey(workspaceId, payload.id);
      case 'experiment':
        return this.#experiment(workspaceId, payload.id, payload.entity);
      case 'report_slot':
        return refusalOfSlot(this.get('report_slot', workspaceId, payload.id), payload.entity) === undefined;
      default:
        return true;
    }
  }

  #claimSlug(workspaceId: string, id: string, slug: string): boolean {
    const holder = this.#slugs.get(slug);
    if (holder !== undefined && (holder[0] !== workspaceId || holder[1] !== id)) return false;
    const before = this.get('link', workspaceId, id);
    if (before !== undefined && before.entity.slug !== slug) this.#slugs.remove(before.entity.slug);
    this.#slugs.put(slug, [workspaceId, id]);
    return true;
  }

  #claimCode(workspaceId: string, id: string, code: string): boolean {
    const holder = this.codeOfName(workspaceId, code);
    if (holder !== undefined && holder.id !== id && !holder.archived) return false;
    const before = this.get('code', workspaceId, id);
    // While it was archived another may have taken the code it was.
    if (before !== undefined && this.codeOfName(workspaceId, before.entity.code)?.id === id) {
      this.#codes.remove([workspaceId, normalCode(before.entity.code)]);
    }
    this.#codes.put([workspaceId, normalCode(code)], id);
    return true;
  }

  #claimKey(workspaceId: string, id: string): boolean {
    const holder = this.#keys.get(id);
    if (holder !== undefined && holder !== workspaceId) return false;
    this.#keys.put(id, workspaceId);
    return true;
  }

  #experiment(workspaceId: string, id: string, next: Entities['experiment']): boolean {
    if (this.refusalOfExperiment(workspaceId, id, next) !== undefined) return false;
    if (next.design !== 'redirect_holdout') return true;
    for (const link of next.scope.link_ids) {
      if (next.state === 'running') this.#holdouts.put([workspaceId, link], id);
      if (next.state === 'stopped' && this.#holdouts.get([workspaceId, link]) === id) this.#holdouts.remove([workspaceId, link]);
    }
    return true;
  }

  #archive(event: Event<'directory_archived'>, offset: number): void {
    const { kind, id } = event.payload;
    const before = this.get(kind, event.workspace_id, id);
    if (before === undefined) return;
    if (before.kind === 'experiment' && refusalOfArchiving(before as Stored<'experiment'>) !== undefined) return;
    this.#entities.put([kind, event.workspace_id, id], { ...before, archived: true, offset });
  }
}

function readEvent(bytes: Uint8Array): AnyEvent | undefined {
  try {
    return decodeEvent(bytes);
  } catch (error) {
    if (error instanceof EventMalformed) return undefined;
    throw error;
  }
}
