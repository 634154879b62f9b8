import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { after, type Signal, type State, TRANSITIONS } from '../src/forward-machine.js';
import type { Checkpoint } from '../src/partition-forward.js';
import { Stage } from './support/stage.js';

const CHECKPOINTS: readonly Checkpoint[] = ['located', 'batch_taken', 'batch_acknowledged', 'position_moved', 'trimmed'];
const CHILD = fileURLToPath(new URL('support/crash-child.mjs', import.meta.url));

describe('I1, I2: a forwarder that is killed', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  /** Every event arrived, each key's in order, and what arrived twice did so whole batches at a time, in order again. */
  async function expectWhole(repeats_max: number): Promise<void> {
    const seen = new Set<number>();
    let repeats = 0;
    for (const partition of await stage.arrived()) {
      const lastOf = new Map<string, number>();
      for (const { key, number } of partition) {
        if (seen.has(number)) {
          repeats += 1;
          continue;
        }
        seen.add(number);
        expect(number, `${key} in order`).toBeGreaterThan(lastOf.get(key) ?? -1);
        lastOf.set(key, number);
      }
    }
    expect(seen.size).toBe(stage.appended);
    expect(repeats).toBeLessThanOrEqual(repeats_max);
  }

  let repeats_max = 0;

  test.each(CHECKPOINTS)('by kill -9 when %s leaves no gap, and repeats only what was sent and not yet noted', async (checkpoint) => {
    await stage.append(200);
    const child = fork(CHILD, [stage.folder, checkpoint]);
    // Some things come to pass only after others: the load goes on.
    const load = setInterval(() => void stage.append(20), 50);
    const [, signal] = await once(child, 'exit');
    clearInterval(load);
    expect(signal).toBe('SIGKILL');
    const forwarder = stage.forwarder();
    await stage.drained();
    await forwarder.stop();
    // Acknowledged and the position not moved: what was under way in the four partitions comes twice. Else nothing does.
    if (checkpoint === 'batch_taken' || checkpoint === 'batch_acknowledged') repeats_max = stage.appended;
    await expectWhole(repeats_max);
  });

  test.each(CHECKPOINTS)('by an error when %s, again and again, leaves no gap', async (checkpoint) => {
    let failures = 3;
    const forwarder = stage.forwarder({
      onCheckpoint: (reached) => {
        if (reached !== checkpoint || failures === 0) return;
        failures -= 1;
        throw new Error(`failed when ${checkpoint}`);
      },
    });
    for (let round = 0; failures > 0 && round < 200; round += 1) {
      await stage.append(50);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await stage.drained();
    await forwarder.stop();
    expect(failures).toBe(0);
    await expectWhole(stage.appended);
  });
});

describe('the table of transitions', () => {
  const states = Object.keys(TRANSITIONS) as State[];
  const signals = Object.keys(TRANSITIONS.unknown) as Signal[];

  test('lets a failure in any state lead to asking afresh', () => {
    for (const state of states) expect(after(state, 'failed')).toBe('unknown');
  });

  test('reaches every state from the first, and trims only what was acknowledged and noted', () => {
    const reached = new Set<State>(['unknown']);
    for (const from of reached) {
      for (const signal of signals) {
        const to = TRANSITIONS[from][signal];
        if (to !== 'impossible') reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...states].sort());
    const canTrim = states.filter((state) => TRANSITIONS[state].trimmed !== 'impossible');
    expect(canTrim).toEqual(['moved']);
    expect(states.filter((state) => TRANSITIONS[state].position_moved !== 'impossible')).toEqual(['acknowledged']);
    expect(states.filter((state) => TRANSITIONS[state].batch_acknowledged !== 'impossible')).toEqual(['shipping']);
  });

  test('crashes on what cannot happen', () => {
    expect(() => after('shipping', 'trimmed')).toThrow('trimmed cannot happen in shipping');
  });
});
