import { TouchlineError } from '@touchline/runtime';
import type { WorkspaceAnswer } from './answers.js';
import { type Reader, sql } from './reader.js';

const WORKSPACES_MAX = 1_000;
/** A workspace's name, currency and zone may be this old; its figures are never. */
const REMEMBER_MS = 5_000;
const REMEMBERED_MAX = 1_000;

/** Workspaces as the warehouse knows them; each one's settings are asked for at most every few seconds. */
export class Workspaces {
  readonly #reader: Reader;
  readonly #remembered = new Map<string, { readonly workspace: WorkspaceAnswer; readonly until_ms: number }>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  list(): Promise<WorkspaceAnswer[]> {
    return this.#reader.query<WorkspaceAnswer>(sql('workspaces'), { limit: WORKSPACES_MAX });
  }

  /** @throws TouchlineError TL_WORKSPACE_UNKNOWN */
  async get(workspaceId: string): Promise<WorkspaceAnswer> {
    const known = this.#remembered.get(workspaceId);
    if (known !== undefined && known.until_ms > Date.now()) return known.workspace;
    const [workspace] = await this.#reader.query<WorkspaceAnswer>(sql('workspace'), { workspace: workspaceId });
    if (workspace === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN');
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(workspaceId, { workspace, until_ms: Date.now() + REMEMBER_MS });
    return workspace;
  }
}
