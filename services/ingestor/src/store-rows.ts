import type { StoredRecord } from '@touchline/event-log';
import { type FactTable, type Warehouse, WarehouseRefused } from '@touchline/warehouse';
import type { Lines } from './lines.js';

/**
 * Inserts rows under a token and returns the records of those the warehouse refuses. Refused as a whole, they are halved until the
 * poison stands alone: k poison rows of n cost about 2k·log₂(n) inserts, 2n at most. The halves depend on the rows alone,
 * so that a redo splits alike and its tokens are the same.
 */
export async function storeRows(warehouse: Warehouse, table: FactTable, lines: Lines, token: string): Promise<StoredRecord[]> {
  try {
    await warehouse.insertLines(table, lines.bytes, { token });
    return [];
  } catch (error) {
    if (!(error instanceof WarehouseRefused)) throw error;
    if (lines.length === 1) return [lines.record(0)];
    const middle = Math.ceil(lines.length / 2);
    const refused: StoredRecord[] = [];
    for (const half of [lines.slice(0, middle), lines.slice(middle, lines.length)]) {
      refused.push(...(await storeRows(warehouse, table, half, pieceToken(token, half))));
    }
    return refused;
  }
}

function pieceToken(token: string, lines: Lines): string {
  const whole = token.split('#', 1)[0] ?? token;
  return `${whole}#${lines.offset(0)}-${lines.offset(lines.length - 1)}`;
}
