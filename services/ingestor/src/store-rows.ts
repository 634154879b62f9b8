import { type FactTable, type Warehouse, WarehouseRefused } from '@touchline/warehouse';
import { linesOf, type Row } from './rows.js';

export interface RefusedRow {
  readonly row: Row;
  readonly error: WarehouseRefused;
}

/**
 * Inserts rows under a token and returns those the warehouse refuses. Refused as a whole, they are halved until the
 * poison stands alone: k poison rows of n cost about 2k·log₂(n) inserts, 2n at most. The halves depend on the rows alone,
 * so that a redo splits alike and its tokens are the same.
 */
export async function storeRows(warehouse: Warehouse, table: FactTable, rows: readonly Row[], token: string): Promise<RefusedRow[]> {
  try {
    await warehouse.insertLines(table, linesOf(rows), { token });
    return [];
  } catch (error) {
    if (!(error instanceof WarehouseRefused)) throw error;
    const [row] = rows;
    if (row !== undefined && rows.length === 1) return [{ row, error }];
    const middle = Math.ceil(rows.length / 2);
    const refused: RefusedRow[] = [];
    for (const half of [rows.slice(0, middle), rows.slice(middle)]) refused.push(...(await storeRows(warehouse, table, half, pieceToken(token, half))));
    return refused;
  }
}

function pieceToken(token: string, rows: readonly Row[]): string {
  const whole = token.split('#', 1)[0] ?? token;
  return `${whole}#${rows[0]?.record.offset ?? 0}-${rows.at(-1)?.record.offset ?? 0}`;
}
