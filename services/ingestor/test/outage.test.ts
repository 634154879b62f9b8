import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startLocalServer } from '@touchline/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from './support/samples.js';
import { eventually, Stage, settled } from './support/stage.js';

/** The exit code of a stop that did not come to its end. */
const CUT_SHORT = 1;
/** The 20 s a service has, and what a busy machine takes to tell. */
const STOP_MS_MAX = 22_000;
const TEST_MS_MAX = 90_000;
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('I1: while ClickHouse is down', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  test('nothing is lost or doubled, and health says how it stands', async () => {
    await stage.server.stop();
    const ingestor = stage.ingestor();
    try {
      await stage.append([sample('order_placed', 0)]);
      await eventually(async () => (await ingestor.health()).detail?.startsWith('The warehouse does not answer') === true);
      expect(await ingestor.health()).toMatchObject({ ready: false, state: 'degraded', detail: expect.stringContaining('lag 1 records') });

      stage.server = await startLocalServer({ config: stage.config });
      await settled(ingestor);
      let sent = 1;
      for (let time = 0; time < 2; time += 1) {
        for (const until = sent + 60; sent < until; sent += 1) {
          await stage.append([sample('order_placed', sent)]);
          // In the middle of the work, whatever it is doing just then.
          if (sent === until - 30) process.kill(stage.server.pid, 'SIGKILL');
        }
        await eventually(async () => !(await ingestor.health()).ready);
        await stage.server.stop();
        stage.server = await startLocalServer({ config: stage.config });
      }
      await settled(ingestor);
      expect(await stage.count('orders')).toBe(sent);
      expect(await stage.warehouse.query('SELECT count() AS rows, uniqExact(event_id) AS events FROM order_facts')).toEqual([{ rows: sent, events: sent }]);
    } finally {
      await ingestor.stop();
    }
  });

  test('the service itself starts without it, is ready when it is there, and drains on SIGTERM', async () => {
    await stage.server.stop();
    const environment = Object.fromEntries(Object.entries(stage.config).map(([name, value]) => [name, String(value)]));
    const port = 20_000 + (process.pid % 20_000);
    const child = fork(MAIN, [], { env: { ...process.env, ...environment, TOUCHLINE_INGESTOR_ADMIN_PORT: String(port) } });
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
    try {
      await once(child, 'message');
      expect(await ready()).toBe(503);
      stage.server = await startLocalServer({ config: stage.config });
      await eventually(async () => (await ready()) === 200);
      const before = await stage.count('clicks');
      await stage.append(Array.from({ length: 500 }, (_, number) => sample('click', number)));
      // Gathered or not: the batch under way when the signal comes is finished, the rest is for the next start.
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      await stage.ingestAll();
      expect(await stage.count('clicks')).toBe(before + 500);
      expect(await stage.count(`(SELECT 1 FROM ingest_ranges GROUP BY topic, partition, first_offset, last_offset HAVING countIf(state = 'stored') = 0)`)).toBe(
        0,
      );
    } finally {
      child.kill('SIGKILL');
    }
  });

  test(
    'a service whose store hangs still ends within 20 s of SIGTERM, and what it had half done is done once by the next (I1, I2)',
    async () => {
      const before = await stage.count('clicks');
      const environment = Object.fromEntries(Object.entries(stage.config).map(([name, value]) => [name, String(value)]));
      const child = fork(MAIN, [], {
        env: { ...process.env, ...environment, TOUCHLINE_INGESTOR_ADMIN_PORT: '0', TOUCHLINE_INGEST_BATCH_RECORDS_MAX: '50', TOUCHLINE_INGEST_LINGER_MS: '0' },
      });
      try {
        await once(child, 'message');
        await stage.append(Array.from({ length: 2_000 }, (_, number) => sample('click', 10_000 + number)));
        await eventually(async () => (await stage.count('clicks')) > before);
        process.kill(stage.server.pid, 'SIGSTOP');
        const told_ms = performance.now();
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        expect(await ended).toEqual([CUT_SHORT, null]);
        expect(performance.now() - told_ms).toBeLessThan(STOP_MS_MAX);
      } finally {
        process.kill(stage.server.pid, 'SIGCONT');
        child.kill('SIGKILL');
      }
      await stage.ingestAll();
      expect(await stage.count('clicks')).toBe(before + 2_000);
    },
    TEST_MS_MAX,
  );
});
