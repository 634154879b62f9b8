import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trialOfUnits, trialOfWeeks } from '../src/geo/lottery-past.js';
import { type PastTrial, playLottery, smallestP } from '../src/geo/lottery-play.js';
import { drawsFrom } from '../src/geo/random.js';
import { InputError, prepareAnalysis } from '../src/index.js';
import { plannedOn, tableOf } from './support/table.js';

interface Option {
  readonly units: number;
  readonly treated: number;
  readonly duration: number;
  readonly runs: number;
  readonly minimum_detectable_effect: number | null;
  readonly false_alarms: number;
  readonly incremental: number | null;
  readonly cost?: number;
}

/** Standard normal deviates, the same every time (Box and Muller). */
function deviates(count: number, seed: number): number[] {
  const draws = drawsFrom(seed);
  const unit = () => (draws.integer(0, 2 ** 30) + 1) / (2 ** 30 + 2);
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit()));
}

const range = (count: number) => Array.from({ length: count }, (_, place) => place);
const SHAPE = { treated_share: 0.5, matched: false, steps: 3 } as const;
const WHOLE = { from: 0, to: 1 };
const EFFECT_HUGE = 1e6;

/** What the analysis of a lottery says where the deal's cells have that share on top. */
function judged(trial: PastTrial, deal: readonly boolean[], effect: number, spec: object): number | null | undefined {
  const outcome = trial.cells.map((cell, place) => cell.outcome + (deal[place] === true ? effect * cell.level : 0));
  const rows = trial.cells.map(({ unit, stratum }, place) => `u${unit},${stratum},${Number(deal[place])},${outcome[place]}`);
  const whole = { design: 'permutation', csv: 'x', columns: { unit: 'unit', assigned: 'assigned', outcome: 'outcome' }, ...spec };
  return prepareAnalysis(whole).run(tableOf(`unit,stratum,assigned,outcome\n${rows.join('\n')}`)).p;
}

describe('a lottery played on the past', () => {
  const outcomes = fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 7, maxLength: 9 });

  it('is found from just that effect on which the analysis itself finds it from, and not below', () => {
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 1, max: 1_000 }), (values, seed) => {
        const units = values.map((value, place) => ({ name: `u${place}`, series: [value] }));
        const trial = trialOfUnits(units, WHOLE, { shape: { ...SHAPE, of: 'units' }, size: values.length, draws: drawsFrom(seed) });
        const [run] = playLottery(trial, { runs: 1, alpha: 0.1, draws: drawsFrom(seed) });
        const found = run?.detectable ?? Number.NaN;
        // Where one unit is as large as all others, and arms are unequal, the deal that has it on the other side is never beaten.
        if (found === Number.POSITIVE_INFINITY) {
          expect(judged(trial, run?.deal ?? [], EFFECT_HUGE, {})).toBeGreaterThan(0.1);
          return;
        }
        expect(judged(trial, run?.deal ?? [], found * 1.001 + 1e-6, {})).toBeLessThanOrEqual(0.1);
        if (found > 0) expect(judged(trial, run?.deal ?? [], found * 0.999 - 1e-6, {})).toBeGreaterThan(0.1);
        expect((judged(trial, run?.deal ?? [], 0, {}) ?? 1) <= 0.1).toBe(run?.falseAlarm);
      }),
      { numRuns: 25 },
    );
  });

  it('of a stepped wedge, likewise', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 50, max: 90 }), { minLength: 19, maxLength: 19 }), { minLength: 6, maxLength: 6 }), (series) => {
        const units = series.map((values, place) => ({ name: `u${place}`, series: values }));
        const trial = trialOfUnits(units, { from: 7, to: 19 }, { shape: { ...SHAPE, of: 'steps' }, size: 6, draws: drawsFrom(1) });
        expect(smallestP(trial)).toBe(1 / 90);
        const [run] = playLottery(trial, { runs: 1, alpha: 0.05, draws: drawsFrom(2) });
        const spec = { assignment: 'stepped_wedge', columns: { unit: 'unit', assigned: 'assigned', outcome: 'outcome', time: 'stratum' } };
        expect(judged(trial, run?.deal ?? [], (run?.detectable ?? 0) * 1.001 + 1e-6, spec)).toBeLessThanOrEqual(0.05);
        if ((run?.detectable ?? 0) > 0.001) expect(judged(trial, run?.deal ?? [], (run?.detectable ?? 0) * 0.999 - 1e-6, spec)).toBeGreaterThan(0.05);
      }),
      { numRuns: 15 },
    );
  });

  it('raises no more false alarms than α, over 2,000 draws', () => {
    const trial = trialOfWeeks(
      deviates(24, 5).map((value) => 100 + 10 * value),
      { from: 0, to: 24 },
      { ...SHAPE, of: 'weeks' },
    );
    const played = playLottery(trial, { runs: 2_000, alpha: 0.05, draws: drawsFrom(9) });
    // Of 2,000 draws 5 % ± three standard errors.
    expect(played.filter(({ falseAlarm }) => falseAlarm).length / 2_000).toBeLessThan(0.065);
  });

  it('matches neighbours: a trend over weeks costs nothing then', () => {
    const series = deviates(24, 3).map((value, week) => 100 + 10 * week + 2 * value);
    const least = (matched: boolean) => {
      const trial = trialOfWeeks(series, { from: 0, to: 24 }, { ...SHAPE, of: 'weeks', matched });
      const found = playLottery(trial, { runs: 100, alpha: 0.05, draws: drawsFrom(1) }).map(({ detectable }) => detectable);
      return found.sort((one, other) => one - other)[79] ?? Number.NaN;
    };
    expect(least(true)).toBeLessThan(least(false) / 3);
  });
});

describe('lift plan lottery', () => {
  const creators = (count: number, days: number, seed: number) => {
    const own = deviates(count, seed);
    return `unit,day,orders\n${range(count)
      .flatMap((unit) => range(days).map((day) => `c${unit},${day},${10 * (1 + 0.25 * (own[unit] ?? 0))}`))
      .join('\n')}`;
  };
  const SPEC = { design: 'lottery', of: 'units', columns: { unit: 'unit', time: 'day', outcome: 'orders' }, runs: 400 } as const;
  const optionsOf = (csv: string, spec: object) => (plannedOn(csv, { ...SPEC, ...spec }) as unknown as { options: readonly Option[] }).options;

  it('sees what the closed form says of as many units of that variance, where there are many', () => {
    const [option] = optionsOf(creators(200, 28, 7), { durations: [14], windows: 2 });
    const own = deviates(200, 7).map((value) => 10 * (1 + 0.25 * value) * 14);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1);
    // Two means, z: k√(2v/n) with k = z₀.₉₇₅ + z₀.₈.
    const closed = ((1.959_964 + 0.841_621) * Math.sqrt((2 * variance) / 100)) / mean;
    expect((option?.minimum_detectable_effect ?? 0) / closed).toBeGreaterThan(0.9);
    expect((option?.minimum_detectable_effect ?? 0) / closed).toBeLessThan(1.15);
  });

  it('tells how many, how long, what it can see and what it costs; the sharpest first', () => {
    const found = optionsOf(creators(40, 40, 2), { durations: [14, 28], sizes: [20, 40], cost_per_unit_time: 2 });
    expect(found.map(({ units }) => units)).toEqual([40, 40, 20, 20]);
    const [best, last] = [found[0], found.at(-1)];
    expect(best?.minimum_detectable_effect ?? 1).toBeLessThan(last?.minimum_detectable_effect ?? 0);
    expect(found.map(({ treated, duration, cost }) => cost === 2 * treated * duration)).toEqual([true, true, true, true]);
    // The effect of all treated, half of some 400 orders a day.
    expect(best?.incremental).toBeGreaterThan(0);
    expect(plannedOn(creators(40, 40, 2), { ...SPEC, durations: [14] })).toEqual(plannedOn(creators(40, 40, 2), { ...SPEC, durations: [14] }));
  });

  it('plans weeks of one series, in weeks', () => {
    const rows = deviates(60, 4).map((value, week) => `${week},${1_000 + 60 * value}`);
    const found = plannedOn(`week,orders\n${rows.join('\n')}`, { ...SPEC, of: 'weeks', columns: { time: 'week', outcome: 'orders' }, durations: [8, 16, 32] });
    const { options } = found as unknown as { options: readonly Option[] };
    expect(options.map(({ units, treated, duration }) => [units, treated, duration])).toEqual([
      [32, 16, 32],
      [16, 8, 16],
      [8, 4, 8],
    ]);
  });

  it('says that so few can give no p that is small enough, instead of a number', () => {
    const found = plannedOn(creators(4, 20, 1), { ...SPEC, durations: [7] });
    expect(found).toMatchObject({ reliable: false, options: [{ minimum_detectable_effect: null, incremental: null, smallest_possible_p: 1 / 6 }] });
    expect(found['guards']).toMatchObject([
      { name: 'assignments', passed: false },
      { name: 'detectable', passed: false },
    ]);
  });

  it.each([
    [{ durations: [90] }, 'durations.0'],
    [{ durations: [7], sizes: [50] }, 'sizes.0'],
    [{ durations: [2], of: 'steps' }, 'durations.0'],
    [{ durations: [7], of: 'steps', steps: 20 }, 'steps'],
  ])('names what it cannot: %j', (spec, path) => {
    expect(() => plannedOn(creators(10, 40, 1), { ...SPEC, ...spec })).toThrow(InputError);
    try {
      plannedOn(creators(10, 40, 1), { ...SPEC, ...spec });
    } catch (thrown) {
      expect((thrown as InputError).path).toBe(path);
    }
  });
});
