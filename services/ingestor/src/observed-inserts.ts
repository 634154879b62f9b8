import type { Metrics, Tracing } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';

/** The same warehouse, its inserts of lines timed and, under a sampled batch, traced. */
export function observeInserts(warehouse: Warehouse, metrics: Metrics, tracing?: Tracing): Warehouse {
  const duration = metrics.histogram('touchline_insert_duration_seconds');
  return {
    ping: () => warehouse.ping(),
    migrate: () => warehouse.migrate(),
    query: (sql, parameters) => warehouse.query(sql, parameters),
    stream: (sql, parameters) => warehouse.stream(sql, parameters),
    command: (sql, parameters) => warehouse.command(sql, parameters),
    insertRows: (table, rows, options) => warehouse.insertRows(table, rows, options),
    close: () => warehouse.close(),
    insertLines: async (table, lines, options) => {
      const took = duration.startTimer({ table });
      const insert = () => warehouse.insertLines(table, lines, options);
      try {
        await (tracing === undefined ? insert() : tracing.part('insert', { kind: 'client', attributes: { 'db.collection.name': table } }, insert));
      } finally {
        took();
      }
    },
  };
}
