import { createHash } from 'node:crypto';
import { type LedgerLine, ledgerDigestLine, MODELS } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { type AsOf, asOfMs } from './as-of.js';
import { readPolicy } from './policy.js';
import { SQL } from './sql.js';

export interface LedgerDigest {
  /** Over the canonical text of every net line, sorted, a line feed after each. */
  readonly sha256: string;
  readonly lines: number;
}

interface DigestRow extends LedgerLine {
  readonly workspace_id: string;
}

/**
 * One figure for the rule models' ledger as it stands, or stood at an instant, of one workspace or all: equal facts give equal figures (I5).
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN when a workspace is named that does not exist
 */
export async function ledgerDigest(warehouse: Warehouse, workspace_id = '', { as_of }: AsOf = {}): Promise<LedgerDigest> {
  if (workspace_id !== '') await readPolicy(warehouse, workspace_id);
  const hash = createHash('sha256');
  let lines = 0;
  const parameters = { workspace_id, models: MODELS.map(({ name }) => name), as_of_ms: asOfMs(as_of) };
  for await (const rows of warehouse.stream<DigestRow>(SQL.digest, parameters)) {
    let text = '';
    for (const row of rows) text += `${ledgerDigestLine(row.workspace_id, row)}\n`;
    hash.update(text);
    lines += rows.length;
  }
  return { sha256: hash.digest('hex'), lines };
}
