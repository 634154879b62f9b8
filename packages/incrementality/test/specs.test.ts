import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { InputError, prepareAnalysis, preparePlan } from '../src/index.js';

/** The path of the field a spec is refused for. */
function refused(spec: unknown, prepare: (spec: unknown) => { run: () => unknown } = prepareAnalysis): string {
  try {
    prepare(spec).run();
  } catch (thrown) {
    if (thrown instanceof InputError) return thrown.path;
    if (thrown instanceof ZodError) return pathOf(thrown.issues[0]);
    throw thrown;
  }
  return 'taken';
}

function pathOf(issue: ZodError['issues'][number] | undefined): string {
  if (issue?.code === 'unrecognized_keys') return [...issue.path, issue.keys[0]].join('.');
  if (issue?.code === 'invalid_union') return [...issue.path, pathOf([...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0])].filter(Boolean).join('.');
  return issue?.path.join('.') ?? '';
}

const rates = { control: { n: 100, conversions: 10 }, treatment: { n: 100, conversions: 12 } };
const power = { design: 'power', solve: 'n', metric: 'proportion', baseline: 0.2, effect: 0.05 };

describe('a wrong spec names the field', () => {
  it.each([
    ['no object', [], 'design'],
    ['an unknown design', { design: 'tea_leaves' }, 'design'],
    ['a design of the prototype', { design: 'constructor' }, 'design'],
    ['a missing arm', { design: 'two_proportion', control: rates.control }, 'treatment'],
    ['a text for a number', { design: 'two_proportion', ...rates, alpha: '0.05' }, 'alpha'],
    ['an alpha of 1', { design: 'two_proportion', ...rates, alpha: 1 }, 'alpha'],
    ['an unknown key', { design: 'two_proportion', ...rates, alhpa: 0.05 }, 'alhpa'],
    ['more conversions than units', { design: 'two_proportion', ...rates, treatment: { n: 10, conversions: 11 } }, 'treatment.conversions'],
    ['half a conversion', { design: 'two_proportion', ...rates, treatment: { n: 10, conversions: 1.5 } }, 'treatment.conversions'],
    ['a method of another scale', { design: 'two_proportion', ...rates, method: 'fieller' }, 'method'],
    ['a scale the design lacks', { design: 'srm', observed: [1, 2], weights: [1, 1], scale: 'relative' }, 'scale'],
    [
      'sums no numbers have',
      { design: 'two_mean', control: { n: 2, sum: 1396, sum_squares: 52 }, treatment: { n: 9, sum: 3, sum_squares: 5 } },
      'control.sum_squares',
    ],
    ['a ratio over nothing', { design: 'ratio', control: ratioArm(0), treatment: ratioArm(5) }, 'control.den_sum'],
    ['weights that do not match', { design: 'srm', observed: [1, 2, 3], weights: [1, 1] }, 'weights'],
    ['looks that do not rise', { design: 'group_sequential', spending: 'pocock', t: [0.5, 0.4] }, 't'],
    ['looks past the end', { design: 'group_sequential', spending: 'pocock', t: [0.5, 1.4] }, 't'],
    ['totals without a plan', { design: 'group_sequential', spending: 'pocock', totals: [5, 9] }, 'planned_total'],
    ['sides against the alternative', { design: 'group_sequential', spending: 'pocock', t: [1], sides: 2, alternative: 'less' }, 'sides'],
    ['variances that do not match', { design: 'pooling', y: [1, 2, 3], v: [1, 1] }, 'v'],
    ['a p above 1', { design: 'multiple_testing', p: [0.1, 1.1] }, 'p.1'],
    ['a factor for nothing', { design: 'calibration', credit: { a: 1 }, factors: { b: 1 } }, 'factors.b'],
    ['a file without its columns', { design: 'cace', csv: 'x.csv' }, 'columns'],
    ['a power question without what it needs', { ...power, baseline: undefined }, 'baseline'],
    ['a power question without units', { ...power, solve: 'power' }, 'n_per_arm'],
    ['an effect beyond every rate', { ...power, effect: 0.9 }, 'effect'],
  ])('%s', (_title, spec, path) => {
    expect(refused(spec)).toBe(path);
  });

  it('in plans, too', () => {
    expect(refused({ ...power, weeks: 2 }, preparePlan)).toBe('units_per_day');
    expect(refused({ ...power, units_per_day: 10, weeks: 2 }, preparePlan)).toBe('weeks');
    expect(refused({ design: 'srm' }, preparePlan)).toBe('design');
  });
});

function ratioArm(den_sum: number) {
  return { n: 10, num_sum: 5, num_sum_squares: 5, den_sum, den_sum_squares: 25, cross: 4 };
}

describe('rows from a file', () => {
  const spec = { design: 'cace', csv: 'people.csv', columns: { assigned: 'z', treated: 'a', outcome: 'y' } };
  const table = (columns: Record<string, string[]>) => ({ columns: new Map(Object.entries(columns)), lines: [2, 3, 4, 5] });
  const good = { z: ['0', '0', '1', '1'], a: ['0', '0', '1', '1'], y: ['1', '2', '3', '4'] };
  const lineOf = (columns: Record<string, string[]>) => {
    try {
      prepareAnalysis(spec).run(table(columns));
    } catch (thrown) {
      if (thrown instanceof InputError) return [thrown.path, thrown.line];
    }
    return 'taken';
  };

  it('are asked for by name, and summed', () => {
    expect(prepareAnalysis(spec).wants).toEqual({
      field: 'csv',
      file: 'people.csv',
      columns: new Map([
        ['z', 'columns.assigned'],
        ['a', 'columns.treated'],
        ['y', 'columns.outcome'],
      ]),
    });
    expect(prepareAnalysis(spec).run(table(good))).toMatchObject({ estimate: 2, itt: 2, first_stage: 1 });
  });

  it('are refused with the line of the wrong cell', () => {
    expect(lineOf({ ...good, y: ['1', '2', 'x', '4'] })).toEqual(['columns.outcome', 4]);
    expect(lineOf({ ...good, y: ['1', '2', '3', ''] })).toEqual(['columns.outcome', 5]);
    expect(lineOf({ ...good, a: ['0', '2', '1', '1'] })).toEqual(['columns.treated', 3]);
    expect(lineOf({ ...good, z: ['0', '0', '0', '1'] })).toEqual(['columns.assigned', undefined]);
  });
});
