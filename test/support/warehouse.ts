import { loadConfig } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import type { RunningTouchline } from './touchline.js';

/** The store of a running Touchline, as its services see it. */
export async function withWarehouse<T>(running: RunningTouchline, work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = openWarehouse(loadConfig(running.environment));
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
}
