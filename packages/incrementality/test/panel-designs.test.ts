import { describe, expect, it } from 'vitest';
import { InputError } from '../src/index.js';
import { type Answer, analysedOn } from './support/table.js';

const UNITS = ['berlin', 'hamburg', 'köln', 'munich'];
const rows = UNITS.flatMap((unit, place) =>
  Array.from({ length: 9 }, (_, day) => `${unit},2026-03-0${day + 1},${100 * (place + 1) + day + (unit === 'berlin' && day >= 6 ? 7 : 0)}`),
);
const csv = ['market,day,orders', ...rows].join('\n');
const spec = {
  columns: { unit: 'market', time: 'day', outcome: 'orders' },
  treated: ['berlin'],
  pre: ['2026-03-01', '2026-03-06'],
  post: ['2026-03-07', '2026-03-09'],
};

function refusal(work: () => unknown): { path: string | undefined; line: number | undefined } {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof InputError) return { path: thrown.path, line: thrown.line };
    throw thrown;
  }
  return { path: undefined, line: undefined };
}

describe.each(['did', 'synthetic_control', 'synthetic_did'])('a %s of a market file', (design) => {
  const run = (more: Answer = {}, text = csv): Answer => analysedOn(text, { design, ...spec, ...more });

  it('finds what was added, per unit and time, and tells it as a share of what there would have been', () => {
    expect(run()['estimate']).toBeCloseTo(7, 6);
    // Berlin would have had 106, 107, 108.
    expect(run({ scale: 'relative' })['estimate']).toBeCloseTo(7 / 107, 6);
  });

  it('does not care in which order the rows stand', () => {
    expect(run({}, ['market,day,orders', ...[...rows].reverse()].join('\n'))).toEqual(run());
  });

  it('takes times that are all numbers for numbers: day 10 comes after day 9', () => {
    const numbered = csv.replaceAll('2026-03-0', '').replaceAll(/,([1-9]),/g, (_, day: string) => `,${Number(day) + 3},`);
    expect(run({ pre: [4, 9], post: [10, 12] }, numbered)['estimate']).toBeCloseTo(7, 6);
  });

  it('leaves excluded markets out', () => {
    const odd = [...rows, ...Array.from({ length: 9 }, (_, day) => `odd,2026-03-0${day + 1},${day >= 6 ? 9999 : 5}`)];
    expect(run({ exclude: ['odd'] }, ['market,day,orders', ...odd].join('\n'))['estimate']).toBeCloseTo(7, 6);
  });

  it.each<[string, Answer, string]>([
    ['an unknown treated market', { treated: ['berlin', 'paris'] }, 'treated.1'],
    ['a treated market that is excluded', { exclude: ['berlin'] }, 'exclude.0'],
    ['periods that overlap', { post: ['2026-03-06', '2026-03-09'] }, 'post'],
    ['a pre period that ends before it begins', { pre: ['2026-03-06', '2026-03-01'] }, 'pre'],
    ['a pre period with one time', { pre: ['2026-03-01', '2026-03-01'] }, 'pre'],
    ['a post period that is not in the file', { post: ['2026-04-01', '2026-04-09'] }, 'post'],
    ['nobody to compare with', { exclude: ['hamburg', 'köln', 'munich'] }, 'exclude'],
  ])('names the field of %s', (_what, more, path) => {
    expect(refusal(() => run(more))).toEqual({ path, line: undefined });
  });

  it('names the line of a cell that is no number, and of a row that is there twice', () => {
    expect(refusal(() => run({}, csv.replace('hamburg,2026-03-02,201', 'hamburg,2026-03-02,many')))).toEqual({ path: 'columns.outcome', line: 12 });
    expect(refusal(() => run({}, `${csv}\nköln,2026-03-02,1`))).toEqual({ path: 'columns.time', line: 38 });
  });

  it('says which market lacks which time', () => {
    expect(() => run({}, csv.replace('köln,2026-03-04,303\n', ''))).toThrow('`köln` has no row for 2026-03-04');
  });
});

describe('I8 a synthetic control', () => {
  it('shows the series, whose gaps are the estimate, and every total', () => {
    const answer = analysedOn(csv, { design: 'synthetic_control', ...spec, treated: ['berlin', 'hamburg'] }) as Answer & {
      readonly gap: readonly { time: string; observed: number; synthetic: number }[];
    };
    const after = answer.gap.slice(6);
    const mean = after.reduce((sum, { observed, synthetic }) => sum + observed - synthetic, 0) / 3;
    expect(answer.gap).toHaveLength(9);
    expect(mean).toBeCloseTo(Number(answer['estimate']), 10);
    // 3.5 a market and day: two markets, three days.
    expect(answer['incremental']).toBeCloseTo(21, 5);
    expect(answer['percent_lift']).toBeCloseTo((100 * 3.5) / 157, 5);
  });

  it('says that no p can be rare with three donors, and leaves the interval open', () => {
    const answer = analysedOn(csv, { design: 'synthetic_control', ...spec });
    expect(answer['interval']).toEqual([null, null]);
    expect(answer['placebo_in_space']).toMatchObject({ of: 4, smallest_possible_p: 0.25 });
    expect(answer['notes']).toContainEqual(expect.stringContaining('no p can be below 0.25'));
  });

  it('is not reliable when the same method finds an effect before there could be one', () => {
    const strange = Array.from({ length: 24 }, (_, unit) =>
      Array.from({ length: 20 }, (_day, day) => `u${unit},${day},${50 + unit + ((day * (unit + 3)) % 5) + (unit === 0 && day >= 12 ? 40 : 0)}`),
    ).flat();
    const answer = analysedOn(['market,day,orders', ...strange].join('\n'), {
      design: 'synthetic_control',
      ...spec,
      treated: ['u0'],
      pre: [0, 15],
      post: [16, 19],
    });
    expect(answer).toMatchObject({ reliable: false, guards: [{ name: 'placebo_in_time', passed: false }] });
  });
});
