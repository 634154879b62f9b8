import { describe, expect, it } from 'vitest';
import { drawRounds, EXTRA_MEMBERS_MAX, type Fault, type Victim } from './plan.js';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const OF_KAFKA: readonly Victim[] = ['aggregator', 'broker', 'collector', 'console', 'forwarder', 'ingestor', 'tracker', 'warehouse'];

const victimsOf = (faults: readonly Fault[], kind: 'kill' | 'pause') => faults.flatMap((fault) => (fault.kind === kind ? [fault.victim] : []));

describe('a plan of faults', () => {
  it('is the same for the same seed and another for another, and a longer one begins like a shorter one: the seed of a failing round brings it again', () => {
    for (const seed of SEEDS) {
      const plan = drawRounds({ log: 'kafka', seed, rounds: 30 });
      expect(drawRounds({ log: 'kafka', seed, rounds: 30 })).toEqual(plan);
      expect(drawRounds({ log: 'kafka', seed, rounds: 7 })).toEqual(plan.slice(0, 7));
      expect(drawRounds({ log: 'kafka', seed: seed + 1, rounds: 30 })).not.toEqual(plan);
    }
  });

  it('kills and pauses every process before long, lets ingestors come and go, and fills the outbox', () => {
    for (const seed of SEEDS) {
      const faults = drawRounds({ log: 'kafka', seed, rounds: 22 }).flatMap((round) => round.faults);
      for (const kind of ['kill', 'pause'] as const) expect([...new Set(victimsOf(faults, kind))].sort()).toEqual(OF_KAFKA);
      for (const kind of ['join', 'leave', 'fill']) expect(faults.map((fault) => fault.kind)).toContain(kind);
    }
  });

  it('without Kafka leaves alone what is not there', () => {
    const faults = SEEDS.flatMap((seed) => drawRounds({ log: 'local', seed, rounds: 20 })).flatMap((round) => round.faults);
    const victims = [...victimsOf(faults, 'kill'), ...victimsOf(faults, 'pause')];
    expect(victims.filter((victim) => victim === 'broker' || victim === 'forwarder')).toEqual([]);
    expect(faults.map(({ kind }) => kind)).not.toContain('fill');
  });

  it('never lets more ingestors leave than came, nor more come than may, and never hurts one process twice in a round', () => {
    for (const seed of SEEDS) {
      let members = 0;
      for (const { faults } of drawRounds({ log: 'kafka', seed, rounds: 60 })) {
        for (const { kind } of faults) {
          if (kind === 'join') members += 1;
          if (kind === 'leave') members -= 1;
          expect(members).toBeGreaterThanOrEqual(0);
          expect(members).toBeLessThanOrEqual(EXTRA_MEMBERS_MAX);
        }
        const places = faults.map((fault) => (fault.kind === 'kill' || fault.kind === 'pause' ? fault.victim : fault.kind === 'fill' ? 'broker' : 'members'));
        expect(new Set(places).size).toBe(places.length);
      }
    }
  });
});
