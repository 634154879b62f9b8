export type { AccountName } from './accounts.js';
export { WarehouseRefused } from './errors.js';
export { FACT_TABLE, type FactTable } from './fact-tables.js';
export { openWarehouse, type WarehouseOptions } from './open-warehouse.js';
export { type LocalServer, type LocalServerOptions, serverMain, startLocalServer } from './server/start-local-server.js';
export type { InsertOptions, Parameters, Warehouse } from './warehouse.js';
export { askWritten, type SqlAnswer, type SqlView, sqlViews } from './written-sql.js';
