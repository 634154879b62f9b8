import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marginalReturn, modelDisagreement, STRETCHES_LEAST } from '../../src/index.js';

/** Anscombe 1973, Graphs in Statistical Analysis, The American Statistician 27: data set I, whose line it gives with slope 0.5 and standard error 0.118. */
const ANSCOMBE = [
  [10, 8.04],
  [8, 6.95],
  [13, 7.58],
  [9, 8.81],
  [11, 8.33],
  [14, 9.96],
  [6, 7.24],
  [4, 4.26],
  [12, 10.84],
  [7, 4.82],
  [5, 5.68],
].map(([cost = 0, revenue = 0]) => ({ cost_minor: cost * 1_000, revenue_minor: revenue * 1_000 }));

const stretches = fc.array(fc.record({ cost_minor: fc.nat(1_000_000), revenue_minor: fc.nat(1_000_000) }), { minLength: STRETCHES_LEAST, maxLength: 40 });

describe('the marginal return', () => {
  it('is Anscombe’s line: slope 0.5001, standard error 0.1179, and the interval nine degrees of freedom make of it', async () => {
    const found = await marginalReturn(ANSCOMBE);
    if (typeof found === 'string') throw new Error(found);
    expect(found.slope).toBeCloseTo(0.5000909, 6);
    // Worked apart in exact fractions, with the t quantile by integration of its density: 0.233370 to 0.766812.
    expect(found.interval[0]).toBeCloseTo(0.2333701, 6);
    expect(found.interval[1]).toBeCloseTo(0.7668117, 6);
  });

  it('does not change with the order of the weeks or with credit that comes every week alike, and grows with the revenue', async () => {
    await fc.assert(
      fc.asyncProperty(stretches, fc.nat(100_000), async (all, always) => {
        const found = await marginalReturn(all);
        if (typeof found === 'string') return;
        const alike = [all.toReversed(), all.map((each) => ({ ...each, revenue_minor: each.revenue_minor + always }))].map(marginalReturn);
        for (const other of await Promise.all(alike)) {
          if (typeof other === 'string') throw new Error(other);
          expect(other.slope).toBeCloseTo(found.slope, 4);
        }
        const doubled = await marginalReturn(all.map((each) => ({ ...each, revenue_minor: 2 * each.revenue_minor })));
        expect(typeof doubled === 'string' ? Number.NaN : doubled.slope).toBeCloseTo(2 * found.slope, 4);
        expect(found.interval[0]).toBeLessThanOrEqual(found.slope);
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.slope);
      }),
    );
  });

  it('is unknown with too few weeks, and where the cost was the same but for how a minor unit is spread', async () => {
    expect(await marginalReturn(ANSCOMBE.slice(0, STRETCHES_LEAST - 1))).toBe('too_few');
    expect(await marginalReturn(ANSCOMBE.map((each, week) => ({ ...each, cost_minor: 7_000 + (week % 2) })))).toBe('cost_constant');
  });
});

describe('models about one creator', () => {
  /** Two orders, credited by three models: by place of the model. */
  const orders = [
    [9_000, 1_000, 5_000],
    [9_000, 3_000, 6_000],
  ];
  const credits = ['first', 'last', 'linear'].map((model, place) => ({ model, amount_minor: orders.reduce((sum, order) => sum + (order[place] ?? 0), 0) }));
  const squaresOf = (rows: readonly (readonly number[])[]) => (one: number, other: number) =>
    rows.reduce((sum, row) => sum + ((row[one] ?? 0) - (row[other] ?? 0)) ** 2, 0);

  it('are compared order by order: two orders that differ by 8,000 and 6,000 are too few to say anything', () => {
    // 14,000 ± 1.96 × √(8,000² + 6,000²) = 14,000 ± 19,600.
    expect(modelDisagreement(credits, squaresOf(orders))).toBeUndefined();
  });

  it('disagree once enough orders say so, and the pair farthest apart is named', () => {
    const many = Array.from({ length: 10 }, () => orders).flat();
    const found = modelDisagreement(
      credits.map((credit) => ({ ...credit, amount_minor: credit.amount_minor * 10 })),
      squaresOf(many),
    );
    expect(found).toMatchObject({ least: 'last', most: 'first', difference_minor: 140_000 });
    expect(found?.interval[0]).toBeCloseTo(140_000 - 1.959964 * Math.sqrt(10) * 10_000, 0);
  });

  it('do not disagree by a tenth or less, however sure that is, nor about nothing', () => {
    expect(
      modelDisagreement(
        [
          { model: 'first', amount_minor: 100_000 },
          { model: 'last', amount_minor: 91_000 },
        ],
        () => 1,
      ),
    ).toBeUndefined();
    expect(modelDisagreement([], () => 0)).toBeUndefined();
  });
});
