/** Which run writes something, and since when it is known. */
export interface RunIdentity {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly knowledge_ms: number;
}
