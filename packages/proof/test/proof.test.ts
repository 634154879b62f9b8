import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Random, simulateHoldout } from '@touchline/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Finding, prove, type Trial } from '../src/index.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** Bounds are those for so many runs: 93 to 97 % becomes 72 to 100 %. `npm run proof` is the whole. */
const RUNS = 25;
const DRAWN_PEOPLE = 200_000;

describe('the proof, in its short form (I8)', () => {
  let findings: readonly Finding[];
  beforeAll(() => {
    findings = prove({ runs: RUNS, seed: 1 });
  });

  it('has a line for every grade A design, time-based regression, synthetic control, looks, grade C and guards', () => {
    const designs = new Set(findings.map(({ design }) => design));
    const grade_a = ['user holdout', 'redirect holdout', 'creator lottery', 'week lottery', 'stepped wedge', 'geo lottery in pairs'];
    for (const design of [...grade_a, 'time-based regression', 'synthetic control, no effect', 'no effect, 28 daily looks', 'hidden confounding'])
      expect(designs).toContain(design);
    expect(new Set(findings.map(({ part }) => part))).toEqual(new Set(['coverage', 'false_alarms', 'grade_c', 'guards']));
  });

  it('holds every claim, within the bounds for its number of runs', () => {
    expect(findings.filter(({ held }) => !held)).toEqual([]);
  });
});

describe('a proof', () => {
  const always: Trial = { part: 'guards', claims: [{ design: 'd', counted: 'c', least: 0, most: 0.05 }], run: () => [true] };

  it('says of a claim that does not hold that it does not', () => {
    expect(prove({ runs: 20, seed: 1, trials: [always] })).toMatchObject([{ runs: 20, count: 20, share: 1, held: false }]);
  });

  it('draws no two runs alike, and the same ones for the same seed', () => {
    const seen: number[] = [];
    const watched: Trial = { ...always, run: (random) => [seen.push(random.unit()) > 0] };
    prove({ runs: 20, seed: 1, trials: [watched, watched] });
    expect(new Set(seen).size).toBe(40);
    const before = seen.splice(0);
    prove({ runs: 20, seed: 1, trials: [watched, watched] });
    expect(seen).toEqual(before);
  });

  it.each([
    ['--runs', '0'],
    ['--runs', 'many'],
    ['--seed', '-1'],
  ])('that is asked for with %s %s ends with 2 and names the option', (option, value) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, `${option}=${value}`], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(option) });
  });
});

describe('the holdout’s truth', () => {
  it('is what a very large holdout finds', () => {
    const { control, treatment, truth } = simulateHoldout(Random.fromSeed(7), { people: DRAWN_PEOPLE, treated_share: 0.5 });
    const error = (variance: number) => 4 * Math.sqrt(variance * (1 / control.n + 1 / treatment.n));
    const rate = control.conversions / control.n;
    const spread = control.y_sum_squares / control.n - (control.y_sum / control.n) ** 2;
    expect(Math.abs(treatment.conversions / treatment.n - rate - truth.conversion_difference)).toBeLessThan(error(rate * (1 - rate)));
    expect(Math.abs(treatment.y_sum / treatment.n - control.y_sum / control.n - truth.revenue_difference_minor)).toBeLessThan(error(1.5 * spread));
  });
});
