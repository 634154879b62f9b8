import { join } from 'node:path';
import { loadConfig } from '@touchline/runtime';
import { openWarehouse, startLocalServer } from '@touchline/warehouse';

const LOOK_MS = 50;
const STORED_MS_MAX = 600_000;
/** No merge runs for so long: the table is at rest. */
const REST_LOOKS = 20;
/** What a click says, wherever it stood in the log and whenever it was stored. */
const CONTENT = 'type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload, _partition, _offset';

/** A ClickHouse of its own for one measurement, empty and just started, so that nothing of the one before is in its memory. */
export async function startWarehouse(folder, name) {
  const config = loadConfig({ TOUCHLINE_DATA: join(folder, name), TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'error', CLICKHOUSE_DATABASE: name });
  const server = await startLocalServer({ config });
  const warehouse = openWarehouse(server.config);
  await warehouse.migrate();
  return {
    server,
    warehouse,
    stop: async () => {
      await warehouse.close();
      await server.stop();
    },
  };
}

/** Resolves when the table has so many rows. */
export async function untilStored(warehouse, events) {
  const until = Date.now() + STORED_MS_MAX;
  for (;;) {
    const [{ rows }] = await warehouse.query('SELECT count() AS rows FROM click_facts');
    if (rows >= events) return;
    if (Date.now() > until) throw new Error(`only ${rows} of ${events} clicks were stored`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Resolves when nothing is merged any more. */
export async function untilAtRest(warehouse) {
  for (let calm = 0; calm < REST_LOOKS; ) {
    const [{ merges }] = await warehouse.query('SELECT count() AS merges FROM system.merges');
    calm = merges === 0 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** How many rows there are, how many different clicks, and a digest of all they say. */
export async function contentOf(warehouse) {
  const [found] = await warehouse.query(
    `SELECT count() AS rows, uniqExact(event_id) AS clicks, toString(groupBitXor(sipHash64(${CONTENT}))) AS digest FROM click_facts`,
  );
  return found;
}
