import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@touchline/event-log';
import { CATALOGUE, type Entities, type EntityKind, type Event, encodeEvent, newEventId, type Scope } from '@touchline/events';
import { type Config, dataPaths, type ErrorCode, errorOfIssues, TouchlineError } from '@touchline/runtime';
import { refusalOfArchiving } from './experiments/life.js';
import { authorize, freshKey } from './keys.js';
import { Projection } from './projection.js';
import { refusalOfSlot } from './reports/slot-life.js';
import { SlugCache } from './slug-cache.js';
import type { Directory, ListOptions, NewKey, Page, Principal, Stored } from './types.js';

const TOPIC = 'directory';
const FOLD_RECORDS_MAX = 1_000;
/** How soon a change another process appended is seen, even if that process died before folding it. */
const FOLLOW_MS = 250;
/** How long a start waits for the log when it may go on without. */
const OPEN_WAIT_MS_MAX = 3_000;
/** A change that is in the log and cannot be read back: how often that is tried. */
const READ_BACK_TRIES_MAX = 5;
const READ_BACK_PAUSE_MS = 200;
/** How soon a change another process folded is seen by the cache of slugs. */
const CACHE_MS = 50;

/** What is said of a change that another process's change excluded. */
const PASSED_OVER: Readonly<Partial<Record<EntityKind, ErrorCode>>> = {
  code: 'TL_CODE_TAKEN',
  experiment: 'TL_EXPERIMENT_STATE',
  report_slot: 'TL_REPORT_SLOT_TAKEN',
};

export interface DirectoryOptions {
  readonly config: Config;
  readonly log: EventLog;
  /** Who the changes come from, as the events say. */
  readonly source: string;
  /**
   * Open with what was folded earlier when the log does not answer, and go on following it: links can then be followed, though
   * not made, while the log is down. Where nothing was ever folded there is nothing to open with.
   */
  readonly mayLag?: boolean;
}

/**
 * Opens the projection in the data folder and folds what the log holds.
 * @throws TouchlineError what the log threw, unless it may lag and something was folded earlier
 */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  const directory = new LogDirectory(options);
  try {
    await directory.open(options.mayLag === true);
    return directory;
  } catch (error) {
    await directory.close();
    throw error;
  }
}

interface Change {
  readonly kind: EntityKind;
  readonly id: string;
  readonly entity: Entities[EntityKind];
}

class LogDirectory implements Directory {
  readonly #log: EventLog;
  readonly #source: string;
  readonly #path: string;
  readonly #projection: Projection;
  readonly #slugs: SlugCache;
  readonly #timers: readonly NodeJS.Timeout[];
  #folding: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor({ config, log, source }: DirectoryOptions) {
    this.#log = log;
    this.#source = source;
    this.#path = dataPaths(config).directory;
    this.#projection = new Projection(this.#path);
    this.#slugs = new SlugCache((slug) => this.#projection.linkOfSlug(slug));
    const follow = setInterval(() => void this.catchUp().catch(() => undefined), FOLLOW_MS);
    const freshen = setInterval(() => this.#slugs.seen(this.#projection.position), CACHE_MS);
    this.#timers = [follow.unref(), freshen.unref()];
  }

  async open(mayLag: boolean): Promise<void> {
    if (!mayLag || this.#projection.position === 0) {
      await this.#checkNotAhead();
      await this.catchUp();
      return;
    }
    // It goes on in the background, by the timer.
    await Promise.race([this.catchUp().catch(() => undefined), sleep(OPEN_WAIT_MS_MAX, undefined, { ref: false })]);
  }

  /** What was folded from another log would hide what this one says. */
  async #checkNotAhead(): Promise<void> {
    const [head] = await this.#log.heads(TOPIC);
    const { position } = this.#projection;
    if (head === undefined || position <= head.next_offset) return;
    const message = `The directory was folded up to offset ${position}, the log's topic \`${TOPIC}\` ends at ${head.next_offset}: it is another log. Remove the folder ${this.#path}.`;
    throw new TouchlineError('TL_LOG_UNAVAILABLE', message);
  }

  catchUp(): Promise<void> {
    this.#folding ??= this.#foldAll().finally(() => {
      this.#folding = undefined;
    });
    return this.#folding;
  }

  async #foldAll(): Promise<void> {
    for (;;) {
      const from_offset = this.#projection.position;
      const records = await this.#log.read(TOPIC, 0, from_offset, FOLD_RECORDS_MAX);
      // A log may answer long after this was closed; then nothing may be read of the projection either: lmdb would throw in a timer of its own.
      if (this.#closed) return;
      if (records.length === 0) break;
      this.#writing = this.#projection.fold(from_offset, records);
      await this.#writing;
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

  holdoutOfLink(workspaceId: string, linkId: string): Stored<'experiment'> | undefined {
    return this.#projection.holdoutOfLink(workspaceId, linkId);
  }

  codeByName(workspaceId: string, code: string): Stored<'code'> | undefined {
    const stored = this.#projection.codeOfName(workspaceId, code);
    return stored === undefined || stored.archived ? undefined : stored;
  }

  authorize(authorizationHeader: string | undefined, scope: Scope): Principal {
    return authorize(authorizationHeader, scope, (id) => this.#projection.keyOfId(id));
  }

  check<K extends EntityKind>(workspaceId: string, kind: K, id: string, entity: Entities[K]): void {
    this.#checked(workspaceId, { kind, id, entity });
  }

  async upsert<K extends EntityKind>(workspaceId: string, kind: K, id: string, entity: Entities[K]): Promise<Stored<K>> {
    const payload = this.#checked(workspaceId, { kind, id, entity });
    const offset = await this.#append({ ...this.#envelope(workspaceId, kind, id), type: 'directory_upserted', payload });
    const stored = this.get(kind, workspaceId, id);
    // Another process may have taken the slug or the code between the check and the append: the log's order decides.
    if (stored !== undefined && stored.offset >= offset) return stored;
    if (kind === 'experiment') this.#checkExperiment(workspaceId, id, entity as Entities['experiment']);
    throw new TouchlineError(PASSED_OVER[kind] ?? 'TL_LINK_SLUG_TAKEN');
  }

  checkArchive<K extends EntityKind>(workspaceId: string, kind: K, id: string): Stored<K> {
    const stored = this.get(kind, workspaceId, id);
    if (stored === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no ${kind} \`${id}\`.`);
    const refusal = stored.kind === 'experiment' ? refusalOfArchiving(stored as Stored<'experiment'>) : undefined;
    if (refusal !== undefined) throw refusal;
    return stored;
  }

  async archive<K extends EntityKind>(workspaceId: string, kind: K, id: string): Promise<Stored<K>> {
    const before = this.checkArchive(workspaceId, kind, id);
    if (before.archived) return before;
    await this.#append({
      ...this.#envelope(workspaceId, kind, id),
      type: 'directory_archived',
      version: CATALOGUE.directory_archived.version,
      payload: { kind, id },
    });
    return this.get(kind, workspaceId, id) ?? before;
  }

  async createKey(workspaceId: string, key: NewKey): Promise<{ readonly id: string; readonly token: string }> {
    const { id, token, secret_sha256 } = freshKey();
    await this.upsert(workspaceId, 'api_key', id, { name: key.name, scopes: [...key.scopes], secret_sha256 });
    return { id, token };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#closed = true;
    await this.#writing.catch(() => undefined);
    await this.#projection.close();
  }

  #checked(workspaceId: string, { kind, id, entity }: Change): Event<'directory_upserted'>['payload'] {
    this.#checkWorkspace(workspaceId, kind);
    const payload = payloadOf(kind, id, entity);
    if (payload.kind === 'link') this.#checkSlug(workspaceId, id, payload.entity.slug);
    if (payload.kind === 'code') this.#checkCode(workspaceId, id, payload.entity.code);
    if (payload.kind === 'experiment') this.#checkExperiment(workspaceId, id, payload.entity);
    if (payload.kind === 'report_slot') this.#checkSlot(workspaceId, id, payload.entity);
    return payload;
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

  #checkExperiment(workspaceId: string, id: string, entity: Entities['experiment']): void {
    const refusal = this.#projection.refusalOfExperiment(workspaceId, id, entity);
    if (refusal !== undefined) throw refusal;
  }

  #checkSlot(workspaceId: string, id: string, entity: Entities['report_slot']): void {
    const refusal = refusalOfSlot(this.get('report_slot', workspaceId, id), entity);
    if (refusal !== undefined) throw refusal;
  }

  #envelope(workspaceId: string, kind: EntityKind, id: string) {
    const at = new Date().toISOString();
    return {
      version: CATALOGUE.directory_upserted.version,
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
    const value = encodeEvent(event);
    const [outcome] = await this.#log.append(TOPIC, [{ key: event.key, value }]);
    const offset = outcome?.offset ?? 0;
    // Nothing came between: what was appended need not be read back, which over a network costs more than the append.
    await this.#projection.fold(offset, [{ offset, value }]);
    await this.#readBack(offset);
    this.#slugs.seen(this.#projection.position);
    return offset;
  }

  /** Folds up to this offset. It is in the log, so a log that fails just now is asked again a few times. */
  async #readBack(offset: number): Promise<void> {
    for (let tries = 1; this.#projection.position <= offset; ) {
      try {
        await this.catchUp();
      } catch (error) {
        if (tries >= READ_BACK_TRIES_MAX) throw error;
        tries += 1;
        await sleep(READ_BACK_PAUSE_MS);
      }
    }
  }
}

/** @throws TouchlineError TL_FIELD_… for what the catalogue does not take: in the log it would be no event, and change nothing */
function payloadOf(kind: EntityKind, id: string, entity: Entities[EntityKind]): Event<'directory_upserted'>['payload'] {
  const parsed = CATALOGUE.directory_upserted.payload.safeParse({ kind, id, entity });
  if (parsed.success) return parsed.data;
  const { code, message, path } = errorOfIssues(parsed.error);
  throw new TouchlineError(code, message, path?.replace(/^entity\./, ''));
}
