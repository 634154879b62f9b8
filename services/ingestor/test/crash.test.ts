import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../src/partition-ingest.js';
import { after, type Signal, type State, TRANSITIONS } from '../src/range-machine.js';
import { sample } from './support/samples.js';
import { Stage } from './support/stage.js';

const CHECKPOINTS: readonly Checkpoint[] = ['looked_up', 'plan_recorded', 'table_inserted', 'rejects_appended', 'rows_inserted', 'store_recorded'];
const CHILD = fileURLToPath(new URL('support/crash-child.mjs', import.meta.url));

describe('I1, I2: an ingestor that is killed', () => {
  let stage: Stage;
  let numbers = 0;
  beforeAll(async () => {
    stage = await Stage.open();
    await stage.warehouse.migrate();
  });
  afterAll(() => stage.close());

  /** Of two tables, with one record that is no event among them. */
  async function appendSome(): Promise<void> {
    const from = numbers;
    numbers += 20;
    for (let number = from; number < numbers; number += 1) await stage.append([sample('order_placed', number), sample('order_refunded', number)]);
    await stage.log.append('conversions', [{ key: 'k0', value: Buffer.from(`{"workspace_id":"w1","broken":${from}`) }]);
  }

  async function expectOnce(): Promise<void> {
    // Raw rows, before any view takes repeats away: the tokens alone must have done it.
    for (const table of ['order_facts', 'refund_facts']) {
      expect(await stage.warehouse.query(`SELECT count() AS rows, uniqExact(event_id) AS events FROM ${table}`), table).toEqual([
        { rows: numbers, events: numbers },
      ]);
    }
    const broken = numbers / 20;
    expect((await stage.log.heads('rejects'))[0]?.next_offset).toBe(broken);
    expect(await stage.warehouse.query('SELECT count() AS rows, uniqExact(event_id) AS events FROM reject_facts')).toEqual([{ rows: broken, events: broken }]);
    expect(
      await stage.warehouse.query(
        `SELECT count() AS open FROM (SELECT 1 FROM ingest_ranges GROUP BY topic, partition, first_offset, last_offset HAVING countIf(state = 'stored') = 0)`,
      ),
    ).toEqual([{ open: 0 }]);
  }

  test.each(CHECKPOINTS)('by kill -9 at %s leaves each row once', async (checkpoint) => {
    await appendSome();
    const environment = Object.fromEntries(Object.entries(stage.config).map(([name, value]) => [name, String(value)]));
    const child = fork(CHILD, [checkpoint, `killed-${checkpoint}`], { env: { ...process.env, ...environment } });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    await stage.ingestAll();
    await expectOnce();
  });

  test.each(CHECKPOINTS)('by an error at %s, again and again, leaves each row once', async (checkpoint) => {
    await appendSome();
    let failures = 3;
    await stage.ingestAll({
      onCheckpoint: (reached) => {
        if (reached !== checkpoint || failures === 0) return;
        failures -= 1;
        throw new Error(`failed at ${checkpoint}`);
      },
    });
    expect(failures).toBe(0);
    await expectOnce();
  });

  test('while what it had planned grew on: the planned range is redone exactly, then the rest is taken', async () => {
    await appendSome();
    const environment = Object.fromEntries(Object.entries(stage.config).map(([name, value]) => [name, String(value)]));
    await once(fork(CHILD, ['table_inserted', 'killed-and-grown'], { env: { ...process.env, ...environment } }), 'exit');
    const open = await stage.warehouse.query<{ topic: string; partition: number; first_offset: number; last_offset: number }>(
      `SELECT topic, partition, first_offset, last_offset FROM ingest_ranges GROUP BY ALL HAVING countIf(state = 'stored') = 0`,
    );
    expect(open.length).toBeGreaterThan(0);
    await appendSome();
    await stage.ingestAll();
    await expectOnce();
    for (const range of open) {
      const stored = await stage.warehouse.query(
        `SELECT state FROM ingest_ranges WHERE topic = {topic:String} AND partition = {partition:UInt16} AND first_offset = {first_offset:UInt64} AND last_offset = {last_offset:UInt64} AND state = 'stored'`,
        { ...range },
      );
      expect(stored).toHaveLength(1);
    }
  });
});

describe('the table of transitions', () => {
  const states = Object.keys(TRANSITIONS) as State[];
  const signals = Object.keys(TRANSITIONS.unknown) as Signal[];

  test('lets a failure in any state lead to asking the warehouse afresh', () => {
    for (const state of states) expect(after(state, 'failed')).toBe('unknown');
  });

  test('reaches every state from the first, and never goes from a plan to the next without storing', () => {
    const reached = new Set<State>(['unknown']);
    for (const from of reached) {
      for (const signal of signals) {
        const to = TRANSITIONS[from][signal];
        if (to !== 'impossible') reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...states].sort());
    expect(Object.values(TRANSITIONS.planned)).not.toContain('clean');
  });

  test('crashes on what cannot happen', () => {
    expect(() => after('clean', 'rows_inserted')).toThrow('rows_inserted cannot happen in clean');
  });
});
