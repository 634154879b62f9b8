import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { drawsFrom } from '../src/geo/random.js';
import { coarsenedMatch } from '../src/observational/coarsened-matching.js';
import { leastSquares } from '../src/observational/least-squares.js';
import { riskRatioOf } from '../src/observational/risk-ratio.js';
import { type Answer, analysedOn } from './support/table.js';

interface World {
  readonly people: number;
  /** How much the unmeasured taste moves both exposure and spending. */
  readonly confounding: number;
  readonly effect: number;
  readonly seed: number;
}

/** People whose age moves both who sees the post and what they spend; a taste nobody measured may do so too. */
function people({ people: count, confounding, effect, seed }: World): string {
  const draws = drawsFrom(seed);
  const unit = (): number => draws.integer(1, 999_999) / 1_000_000;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  const rows = Array.from({ length: count }, () => {
    const age = 20 + 40 * unit();
    const region = ['north', 'south', 'west'][draws.integer(0, 2)] ?? 'west';
    const taste = normal();
    const exposed = unit() < 1 / (1 + Math.exp(-(-1 + 0.03 * (age - 40) + (region === 'north' ? 0.5 : 0) + confounding * taste))) ? 1 : 0;
    const before = 20 + 0.5 * age + 5 * taste + 3 * normal();
    const spent = 10 + 0.5 * age + (region === 'north' ? 4 : 0) + 5 * taste + 3 * normal() + effect * exposed;
    return [exposed, spent, age, region, before].join(',');
  });
  return ['exposed,spent,age,region,spent_before', ...rows].join('\n');
}

const spec = {
  design: 'observational',
  treatment: 'exposed',
  outcome: 'spent',
  covariates: [
    { name: 'age', as: 'quadratic' },
    { name: 'region', as: 'factor' },
  ],
  placebo_outcome: 'spent_before',
};

interface Estimates extends Answer {
  readonly naive: { readonly estimate: number };
  readonly aipw_att: { readonly estimate: number; readonly standard_error: number };
  readonly balance: readonly { readonly covariate: string; readonly smd_before: number; readonly smd_after: number }[];
}

describe('I8 an observational comparison, grade C', () => {
  it('comes near the truth when all that moves both is measured, where the plain difference does not', () => {
    const answer = analysedOn(people({ people: 4000, confounding: 0, effect: 6, seed: 3 }), spec) as Estimates;
    const { estimate, standard_error } = answer.aipw_att;
    expect(Math.abs(estimate - 6)).toBeLessThan(3 * standard_error);
    expect(Math.abs(answer.naive.estimate - 6)).toBeGreaterThan(3 * standard_error);
    expect(answer).toMatchObject({ grade: 'C', reliable: true });
  });

  it('misses the truth when something that was not measured moves both, and its placebo outcome says so', () => {
    const answer = analysedOn(people({ people: 4000, confounding: 1, effect: 6, seed: 3 }), spec) as Estimates;
    expect(Math.abs(answer.aipw_att.estimate - 6)).toBeGreaterThan(5 * answer.aipw_att.standard_error);
    expect(answer).toMatchObject({ reliable: false, guards: expect.arrayContaining([expect.objectContaining({ name: 'placebo_outcome', passed: false })]) });
  });

  it('covers the truth in about 95 of 100 worlds', () => {
    let held = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const [low, high] = analysedOn(people({ people: 500, confounding: 0, effect: 6, seed }), { ...spec, placebo_outcome: undefined })['interval'] as [
        number,
        number,
      ];
      if (low <= 6 && 6 <= high) held += 1;
    }
    // Three standard errors of 100 draws at 95 % are 6.5.
    expect(held).toBeGreaterThanOrEqual(88);
  });

  it('balances what it adjusts for, level by level', () => {
    const { balance } = analysedOn(people({ people: 2000, confounding: 0, effect: 0, seed: 9 }), spec) as Estimates;
    expect(balance.map(({ covariate }) => covariate)).toEqual(['age', 'age^2', 'region=south', 'region=west']);
    expect(Math.max(...balance.map(({ smd_before }) => Math.abs(smd_before)))).toBeGreaterThan(0.2);
    expect(Math.max(...balance.map(({ smd_after }) => Math.abs(smd_after)))).toBeLessThan(0.05);
  });

  it('leaves out whom nobody in the other group is like, and says how many', () => {
    const csv = people({ people: 1000, confounding: 0, effect: 6, seed: 5 });
    // On the island one in 200 saw the post.
    const island = Array.from({ length: 200 }, (_, row) => `${row === 0 ? 1 : 0},5,${30 + (row % 20)},island,5`);
    const answer = analysedOn(`${csv}\n${island.join('\n')}`, spec);
    expect(answer['overlap']).toBeCloseTo(200 / 1200, 2);
    expect(answer).toMatchObject({ guards: expect.arrayContaining([expect.objectContaining({ name: 'overlap', passed: false })]) });
    expect(analysedOn(csv, { ...spec, overlap_bounds: [0, 1] })['overlap']).toBe(0);
  });

  it('cannot be relied on when a covariate tells the groups apart', () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row < 30 ? 1 : 0},${row % 7},${row}`);
    expect(() => analysedOn(['exposed,spent,age', ...rows].join('\n'), { ...spec, covariates: ['age'], placebo_outcome: undefined })).toThrow(
      expect.objectContaining({ path: 'treatment' }),
    );
  });

  it('takes a covariate that only repeats others for what it is', () => {
    const csv = people({ people: 800, confounding: 0, effect: 6, seed: 4 });
    const twice = csv
      .split('\n')
      .map((line, row) => (row === 0 ? `${line},months` : `${line},${12 * Number(line.split(',')[2])}`))
      .join('\n');
    const plain = analysedOn(csv, { ...spec, covariates: ['age'] }) as Estimates;
    const repeated = analysedOn(twice, { ...spec, covariates: ['age', 'months'] }) as Estimates;
    expect(repeated.aipw_att.estimate).toBeCloseTo(plain.aipw_att.estimate, 6);
  });

  it('names the line of an exposure that is neither 0 nor 1, and of an empty level', () => {
    const csv = 'exposed,spent,age,region,spent_before\n1,2,30,north,1\n2,3,31,south,1\n0,1,,south,2';
    expect(() => analysedOn(csv, spec)).toThrow(expect.objectContaining({ path: 'treatment', line: 3 }));
    expect(() => analysedOn(csv.replace('\n2,', '\n0,'), spec)).toThrow(expect.objectContaining({ path: 'covariates.0', line: 4 }));
    expect(() => analysedOn(csv.replace('\n2,', '\n0,').replace(',,', ',30,').replace('1,30,south', '1,30,'), spec)).toThrow(
      expect.objectContaining({ path: 'covariates.1', line: 4 }),
    );
  });
});

describe('coarsened exact matching', () => {
  it('compares within strata, weighted by the exposed, and leaves out who has no counterpart', () => {
    const strata = ['young', 'young', 'young', 'old', 'old', 'old', 'nobody else'];
    const treated = [1, 0, 0, 1, 1, 0, 1];
    const outcome = [10, 4, 6, 20, 24, 19, 1000];
    // Young: 10 − 5; old: 22 − 19, twice: (5 + 2·3) / 3.
    expect(coarsenedMatch(strata, treated, outcome)).toMatchObject({ estimate: 11 / 3, strata: 2, matched_treated: 3, matched_control: 3 });
    expect(coarsenedMatch(['a', 'b'], [1, 0], [1, 2])).toBeUndefined();
  });
});

describe('the risk ratio of an effect', () => {
  it('is the exposed’s rate over what it would have been, for outcomes of 0 and 1', () => {
    expect(riskRatioOf(0.25, [1, 1, 0, 0, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0])).toBeCloseTo(2, 12);
  });

  it('is exp(0.91 d) for others', () => {
    const outcome = [1, 2, 3, 4, 5];
    expect(riskRatioOf(1, outcome, [1, 1, 0, 0, 0])).toBeCloseTo(Math.exp(0.91 / Math.sqrt(2.5)), 12);
  });
});

describe('least squares', () => {
  it('gives 0 to a column that says nothing new', () => {
    const rows = new Matrix([
      [1, 1, 2],
      [1, 2, 4],
      [1, 3, 6],
      [1, 4, 8],
    ]);
    const [intercept, slope, repeated] = leastSquares(rows, [3, 5, 7, 9]);
    expect([intercept, slope, repeated]).toEqual([expect.closeTo(1, 10), expect.closeTo(2, 10), 0]);
  });
});
