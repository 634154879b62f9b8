import type { EventLog } from '@touchline/event-log';
import { CATALOGUE, type Entities, type EntityKind, type Event, encodeEvent, newEventId, type Scope } from '@touchline/events';
import { type Config, dataPaths, errorOfIssues, TouchlineError } from '@touchline/runtime';
import { authorize, freshKey } from './keys.js';
import { Projection } from './projection.js';
import { SlugCache } from './slug-cache.js';
import type { Directory, ListOptions, NewKey, Page, Principal, Stored } from './types.js';

const TOPIC = 'directory';
const FOLD_RECORDS_MAX = 1_000;
/** How soon a change another process appended is seen, even if that process died before folding it. */
const FOLLOW_MS = 250;
/** How soon a change another process folded is seen by the cache of slugs. */
const CACHE_MS = 50;

export interface DirectoryOptions {
  readonly config: Config;
  readonly log: EventLog;
  /** Who the changes come from, as the events say. */
  readonly source: string;
}

/** Opens the projection in the data folder and folds what the log holds. */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  const directory = new LogDirectory(options);
  await directory.catchUp();
  return directory;
}

class LogDirectory implements Directory {
  readonly #log: EventLog;
  readonly #source: string;
  readonly #projection: Projection;
  readonly #slugs: SlugCache;
  readonly #timers: readonly NodeJS.Timeout[];
  #folding: Promise<void> | undefined;

  constructor({ config, log, source }: DirectoryOptions) {
    this.#log = log;
    this.#source = source;
    this.#projection = new Projection(dataPaths(config).directory);
    this.#slugs = new SlugCache((slug) => this.#projection.linkOfSlug(slug));
    const follow = setInterval(() => void this.catchUp().catch(() => undefined), FOLLOW_MS);
    const freshen = setInterval(() => this.#slugs.seen(this.#projection.position), CACHE_MS);
    this.#timers = [follow.unref(), freshen.unref()];
  }

  catchUp(): Promise<void> {
    this.#folding ??= this.#foldAll().finally(() => {
      this.#folding = undefined;
    });
    return this.#folding;
  }

  async #foldAll(): Promise<void> {
    for (;;) {
      const records = await this.#log.read(TOPIC, 0, this.#projection.position, FOLD_RECORDS_MAX);
      if (records.length === 0) break;
      await this.#projection.fold(records);
    }
    this.#slugs.seen(this.#projection.position);
  }

  get<K extends EntityKind>(kind: K, workspaceId: string, id: string): Stored<K> | undefined {
    return this.#projection.get(kind, workspaceId, id);
  }

  list<K extends EntityKind>(kind: K, workspaceId: string, options: ListOptions): Page<Stored<K>> {
    const items: Stored<K>[] = [];
    for (const stored of this.#projection.range(kind, workspaceId, options.after)) {
      if (stored.archived && options.include_archived !== true) continue;
      if (items.length === options.limit) return { items, next: items.at(-1)?.id };
      items.push(stored);
    }
    return { items, next: undefined };
  }

  workspaces(): Stored<'workspace'>[] {
    return [...this.#projection.workspaces()];
  }

  linkBySlug(slug: string): Stored<'link'> | undefined {
    return this.#slugs.get(slug);
  }

  codeByName(workspaceId: string, code: string): Stored<'code'> | undefined {
    const stored = this.#projection.codeOfName(workspaceId, code);
    return stored === undefined || stored.archived ? undefined : stored;
  }

  authorize(authorizationHeader: string | undefined, scope: Scope): Principal {
    return authorize(authorizationHeader, scope, (id) => this.#projection.keyOfId(id));
  }

  async upsert<K extends EntityKind>(workspaceId: string, kind: K, id: string, entity: Entities[K]): Promise<Stored<K>> {
    this.#checkWorkspace(workspaceId, kind);
    if (kind === 'link') this.#checkSlug(workspaceId, id, (entity as Entities['link']).slug);
    if (kind === 'code') this.#checkCode(workspaceId, id, (entity as Entities['code']).code);
    const payload = payloadOf(kind, id, entity);
    const offset = await this.#append({ ...this.#envelope(workspaceId, kind, id), type: 'directory_upserted', payload });
    const stored = this.get(kind, workspaceId, id);
    // Another process may have taken the slug or the code between the check and the append: the log's order decides.
    if (stored === undefined || stored.offset < offset) throw new TouchlineError(kind === 'code' ? 'TL_CODE_TAKEN' : 'TL_LINK_SLUG_TAKEN');
    return stored;
  }

  async archive<K extends EntityKind>(workspaceId: string, kind: K, id: string): Promise<Stored<K>> {
    const before = this.get(kind, workspaceId, id);
    if (before === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no ${kind} \`${id}\`.`);
    if (before.archived) return before;
    await this.#append({ ...this.#envelope(workspaceId, kind, id), type: 'directory_archived', payload: { kind, id } });
    return this.get(kind, workspaceId, id) ?? before;
  }

  async createKey(workspaceId: string, key: NewKey): Promise<{ readonly id: string; readonly token: string }> {
    const { id, token, secret_sha256 } = freshKey();
    await this.upsert(workspaceId, 'api_key', id, { name: key.name, scopes: [...key.scopes], secret_sha256 });
    return { id, token };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#folding?.catch(() => undefined);
    await this.#projection.close();
  }

  #checkWorkspace(workspaceId: string, kind: EntityKind): void {
    if (kind === 'workspace') return;
    if (this.get('workspace', workspaceId, workspaceId) === undefined) {
      throw new TouchlineError('TL_WORKSPACE_UNKNOWN', `There is no workspace \`${workspaceId}\`.`, 'workspace_id');
    }
  }

  #checkSlug(workspaceId: string, id: string, slug: string): void {
    const holder = this.#projection.linkOfSlug(slug);
    if (holder === undefined || (holder.workspace_id === workspaceId && holder.id === id)) return;
    throw new TouchlineError('TL_LINK_SLUG_TAKEN', `The slug \`${slug}\` is in use.`, 'slug');
  }

  #checkCode(workspaceId: string, id: string, code: string): void {
    const holder = this.codeByName(workspaceId, code);
    if (holder !== undefined && holder.id !== id) throw new TouchlineError('TL_CODE_TAKEN', `The code \`${code}\` is in use.`, 'code');
  }

  #envelope(workspaceId: string, kind: EntityKind, id: string) {
    const at = new Date().toISOString();
    return {
      version: 1,
      event_id: newEventId(),
      workspace_id: workspaceId,
      occurred_at: at,
      received_at: at,
      source: this.#source,
      key: `${workspaceId}/${kind}/${id}`,
      person: {},
    };
  }

  async #append(event: Event<'directory_upserted' | 'directory_archived'>): Promise<number> {
    const [outcome] = await this.#log.append(TOPIC, [{ key: event.key, value: encodeEvent(event) }]);
    const offset = outcome?.offset ?? 0;
    while (this.#projection.position <= offset) await this.catchUp();
    this.#slugs.seen(this.#projection.position);
    return offset;
  }
}

/** @throws TouchlineError TL_FIELD_… for what the catalogue does not take: in the log it would be no event, and change nothing */
function payloadOf(kind: EntityKind, id: string, entity: Entities[EntityKind]): Event<'directory_upserted'>['payload'] {
  const parsed = CATALOGUE.directory_upserted.payload.safeParse({ kind, id, entity });
  if (parsed.success) return parsed.data;
  const { code, message, path } = errorOfIssues(parsed.error);
  throw new TouchlineError(code, message, path?.replace(/^entity\./, ''));
}
