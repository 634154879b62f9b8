import type { Entities, EntityKind, Scope } from '@touchline/events';

/** An entity as it stands, folded from the log. */
export interface Stored<K extends EntityKind = EntityKind> {
  readonly workspace_id: string;
  readonly kind: K;
  readonly id: string;
  readonly entity: Entities[K];
  readonly archived: boolean;
  /** Offset in the topic `directory` of the change that made it so. */
  readonly offset: number;
}

/** Who a request comes from. */
export interface Principal {
  readonly workspace_id: string;
  readonly key_id: string;
  readonly scopes: readonly Scope[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it as `after` for the next page; undefined at the end. */
  readonly next: string | undefined;
}

export interface ListOptions {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly include_archived?: boolean;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Links, creators, campaigns, posts, codes, what impressions cost, keys, experiments and reports of every workspace, at memory speed. */
export interface Directory {
  /** Folds whatever the log holds beyond the projection; any process may, one at a time does. */
  catchUp(): Promise<void>;
  get<K extends EntityKind>(kind: K, workspaceId: string, id: string): Stored<K> | undefined;
  list<K extends EntityKind>(kind: K, workspaceId: string, options: ListOptions): Page<Stored<K>>;
  workspaces(): Stored<'workspace'>[];
  /** The hot path's look-up: memory only; archived links are not found. */
  linkBySlug(slug: string): Stored<'link'> | undefined;
  /** The redirect holdout that runs on a link, if one does. */
  holdoutOfLink(workspaceId: string, linkId: string): Stored<'experiment'> | undefined;
  codeByName(workspaceId: string, code: string): Stored<'code'> | undefined;
  /** @throws TouchlineError TL_AUTH_MISSING, TL_AUTH_INVALID or TL_AUTH_SCOPE */
  authorize(authorizationHeader: string | undefined, scope: Scope): Principal;
  /** Says what `upsert` would throw, and writes nothing. */
  check<K extends EntityKind>(workspaceId: string, kind: K, id: string, entity: Entities[K]): void;
  /**
   * Appends the change to the log and folds it before it answers: what is written can be read at once, in every process.
   * @throws TouchlineError TL_FIELD_… with the field's path, TL_WORKSPACE_UNKNOWN, TL_LINK_SLUG_TAKEN or TL_CODE_TAKEN;
   *   for an experiment TL_EXPERIMENT_STATE, TL_EXPERIMENT_FROZEN with the field, or TL_EXPERIMENT_OVERLAP;
   *   for a report's slot TL_REPORT_SLOT_TAKEN
   */
  upsert<K extends EntityKind>(workspaceId: string, kind: K, id: string, entity: Entities[K]): Promise<Stored<K>>;
  /** @throws TouchlineError TL_ENTITY_UNKNOWN, or TL_EXPERIMENT_STATE while an experiment runs */
  archive<K extends EntityKind>(workspaceId: string, kind: K, id: string): Promise<Stored<K>>;
  /** Says what `archive` would throw, and writes nothing; what is there now. */
  checkArchive<K extends EntityKind>(workspaceId: string, kind: K, id: string): Stored<K>;
  /** The token is returned once and kept nowhere. */
  createKey(workspaceId: string, key: NewKey): Promise<{ readonly id: string; readonly token: string }>;
  close(): Promise<void>;
}
