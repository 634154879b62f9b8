import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cost } from './cost.mjs';
import { startEngine } from './engine.mjs';
import { startIngestor } from './ours.mjs';
import { contentOf, startWarehouse, untilAtRest, untilStored } from './warehouse.mjs';

/** Moves everything in the topic into an empty ClickHouse, by one of the two ways, and says what that took. */
export async function measureSide(side, plan) {
  const { folder, broker, name, events } = plan;
  const store = await startWarehouse(folder, name);
  try {
    const clickhouse = new Cost(store.server.pid);
    const kafka = broker.pid === undefined ? undefined : new Cost(broker.pid);
    const mover = side === 'ours' ? startIngestor(store, broker.brokers) : await startEngine(store, broker.brokers, plan);
    await mover.assigned();
    const began_ms = performance.now();
    await untilStored(store.warehouse, events);
    const seconds = (performance.now() - began_ms) / 1_000;
    const kafka_seconds = kafka?.processorSeconds();
    await untilAtRest(store.warehouse);
    const millions = events / 1_000_000;
    const measure = {
      side,
      seconds,
      events_per_second: events / seconds,
      ingestor_seconds_per_million: (mover.cost?.processorSeconds() ?? 0) / millions,
      clickhouse_seconds_per_million: clickhouse.processorSeconds() / millions,
      kafka_seconds_per_million: kafka_seconds === undefined ? undefined : kafka_seconds / millions,
      ingestor_peak_bytes: mover.cost?.peakBytes() ?? 0,
      clickhouse_peak_bytes: clickhouse.peakBytes(),
    };
    await mover.stop();
    return { ...measure, content: await contentOf(store.warehouse) };
  } finally {
    await store.stop();
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}
