import type { LedgerLine } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { chunksOf, instant } from './batches.js';
import type { MemberChanges } from './members.js';
import { OneBehind } from './one-behind.js';
import type { RunIdentity } from './run-identity.js';
import type { Watermark } from './watermark.js';

/** Rows of one insert. */
const CHUNK_ROWS_MAX = 20_000;
/** The same of members: each of their rows is small. */
const CHUNK_MEMBERS_MAX = 100_000;

/** Writes what one run found, in chunks; nothing of it counts before `commit`. */
export class RunWriter {
  readonly #warehouse: Warehouse;
  readonly #run: RunIdentity;
  readonly #inserts = new OneBehind();
  #pending: LedgerLine[] = [];
  #chunk = 0;
  #written = 0;

  constructor(warehouse: Warehouse, run: RunIdentity) {
    this.#warehouse = warehouse;
    this.#run = run;
  }

  get run(): RunIdentity {
    return this.#run;
  }

  /** Counts lines that were written beside this writer. */
  wrote(lines: number): void {
    this.#written += lines;
  }

  get linesWritten(): number {
    return this.#written;
  }

  async members(rows: MemberChanges['rows']): Promise<void> {
    const { workspace_id, run_id, knowledge_ms } = this.#run;
    let index = 0;
    for (const batch of chunksOf(rows, CHUNK_MEMBERS_MAX)) {
      const stamped = batch.map((row) => ({ workspace_id, ...row, run_id, knowledge_time: instant(knowledge_ms) }));
      const token = `${run_id}/members/${index}`;
      await this.#inserts.begin(() => this.#warehouse.insertRows('person_members', stamped, { token }));
      index += 1;
    }
    await this.#inserts.done();
  }

  async lines(lines: readonly LedgerLine[]): Promise<void> {
    for (const line of lines) {
      this.#pending.push(line);
      if (this.#pending.length >= CHUNK_ROWS_MAX) await this.#flush();
    }
  }

  /** The row that makes the run's lines count. */
  async commit(told: { readonly watermark: Watermark; readonly policy: string; readonly models: string; readonly conversions: number }): Promise<void> {
    await this.#flush();
    await this.#inserts.done();
    const { workspace_id, run_id, knowledge_ms } = this.#run;
    const row = { workspace_id, run_id, knowledge_time: instant(knowledge_ms), ...told, lines_written: this.#written };
    await this.#warehouse.insertRows('attribution_runs', [row], { token: `${run_id}/commit` });
  }

  async #flush(): Promise<void> {
    const lines = this.#pending;
    if (lines.length === 0) return;
    this.#pending = [];
    const { workspace_id, run_id, knowledge_ms } = this.#run;
    const rows = lines.map(({ event_time_ms, ...line }) => ({
      workspace_id,
      run_id,
      ...line,
      event_time: instant(event_time_ms),
      knowledge_time: instant(knowledge_ms),
    }));
    const token = `${run_id}/${this.#chunk}`;
    await this.#inserts.begin(() => this.#warehouse.insertRows('ledger_lines', rows, { token }));
    this.#chunk += 1;
    this.#written += rows.length;
  }
}
