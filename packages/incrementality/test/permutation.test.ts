import { describe, expect, it } from 'vitest';
import { assignmentsOf } from '../src/geo/arrangements.js';
import { drawsFrom } from '../src/geo/random.js';
import { type Answer, analysedOn } from './support/table.js';

const columns = { unit: 'market', assigned: 'arm', outcome: 'sales' };

/** Six markets in two strata, the treated 5 above. */
const trial = ['market,arm,sales,region', 'a,1,15,n', 'b,0,9,n', 'c,0,11,n', 'd,1,105,s', 'e,1,107,s', 'f,0,101,s'].join('\n');

describe('I8 the permutation test of the assignment that was used', () => {
  it('counts every assignment the lottery could have dealt, within its strata', () => {
    const stratified = analysedOn(trial, { design: 'permutation', columns: { ...columns, stratum: 'region' }, assignment: 'stratified' });
    const complete = analysedOn(trial, { design: 'permutation', columns });
    expect(stratified['assignments']).toMatchObject({ counted: 9, exact: true });
    expect(complete['assignments']).toMatchObject({ counted: 20, exact: true });
    // Strata of equal size: (5 + 5) / 2, and no other of the nine does better; two-sided nothing is as far the other way.
    expect(stratified).toMatchObject({ estimate: 5, p: 1 / 9 });
  });

  it('does not see what lies between strata', () => {
    const apart = trial.replaceAll(/,(\d+),n/g, (_, sales: string) => `,${Number(sales) + 1000},n`);
    const spec = { design: 'permutation', columns: { ...columns, stratum: 'region' }, assignment: 'stratified' };
    expect(analysedOn(apart, spec)['p']).toBe(analysedOn(trial, spec)['p']);
  });

  it('has an interval of the effects it does not refuse', () => {
    const rows = Array.from({ length: 12 }, (_, place) => ({ arm: place % 2, sales: 50 + ((place * 37) % 17) + (place % 2 === 1 ? 20 : 0) }));
    const csvWithout = (effect: number): string =>
      ['market,arm,sales', ...rows.map(({ arm, sales }, place) => `m${place},${arm},${sales - effect * arm}`)].join('\n');
    const p = (effect: number): number => Number(analysedOn(csvWithout(effect), { design: 'permutation', columns })['p']);
    const [low, high] = analysedOn(csvWithout(0), { design: 'permutation', columns })['interval'] as [number, number];
    expect(low).toBeLessThan(20);
    expect(high).toBeGreaterThan(20);
    expect([p(low + 0.01), p(high - 0.01)].every((inside) => inside > 0.05)).toBe(true);
    expect([p(low - 0.01), p(high + 0.01)].every((outside) => outside <= 0.05)).toBe(true);
  });

  it('opens the interval when too few assignments could have been dealt, and is not reliable', () => {
    const few = analysedOn(['market,arm,sales', 'a,1,9', 'b,0,1', 'c,0,2'].join('\n'), { design: 'permutation', columns });
    expect(few).toMatchObject({ interval: [null, null], reliable: false });
  });

  it('keeps times apart in a stepped wedge, so that a trend of all is no effect', () => {
    const starts = [2, 3, 4, 5, 6, 7];
    const rows = starts.flatMap((start, unit) =>
      Array.from({ length: 8 }, (_, week) => `m${unit},${week},${week >= start ? 1 : 0},${100 + 50 * week + ((unit * 5) % 3) + (week >= start ? 6 : 0)}`),
    );
    const spec = { design: 'permutation', columns: { ...columns, time: 'week' }, assignment: 'stepped_wedge' };
    const answer = analysedOn(['market,week,arm,sales', ...rows].join('\n'), spec);
    expect(Math.abs(Number(answer['estimate']) - 6)).toBeLessThan(1);
    expect(Number(answer['p'])).toBeLessThan(0.01);
    expect(answer['assignments']).toMatchObject({ counted: 720, exact: true });
    const [low, high] = answer['interval'] as [number, number];
    expect(low).toBeLessThan(6);
    expect(high).toBeGreaterThan(6);
  });

  it('draws assignments where there are too many to list, the same for the same seed', () => {
    const lottery = { labels: Array.from({ length: 40 }, (_, unit) => unit % 2), blocks: [Array.from({ length: 40 }, (_, unit) => unit)] };
    const drawn = assignmentsOf(lottery, drawsFrom(4));
    expect(drawn).toMatchObject({ exact: false });
    expect(drawn.all[0]).toEqual(lottery.labels);
    expect(drawn.all.every((labels) => labels.reduce((sum, label) => sum + label, 0) === 20)).toBe(true);
    expect(assignmentsOf(lottery, drawsFrom(4)).all[99]).toEqual(drawn.all[99]);
  });

  it.each<[string, string, Answer, string]>([
    ['a unit that is there twice', `${trial}\na,0,1,n`, {}, 'columns.unit'],
    ['an arm that is neither 0 nor 1', trial.replace('a,1', 'a,2'), {}, 'columns.assigned'],
    ['a pair of three', trial, { columns: { ...columns, stratum: 'region' }, assignment: 'matched_pairs' }, 'columns.stratum'],
    ['one arm alone', trial.replaceAll(',1,', ',0,'), {}, 'columns.assigned'],
    [
      'a market switched off again',
      'market,week,arm,sales\na,1,0,1\na,2,1,1\na,3,0,1\nb,1,0,1\nb,2,0,1\nb,3,1,1',
      { columns: { ...columns, time: 'week' }, assignment: 'stepped_wedge' },
      'columns.assigned',
    ],
  ])('names the field of %s', (_what, csv, more, path) => {
    expect(() => analysedOn(csv, { design: 'permutation', columns, ...more })).toThrow(expect.objectContaining({ path }));
  });

  it('asks for the strata it is told of', () => {
    expect(() => analysedOn(trial, { design: 'permutation', columns, assignment: 'matched_pairs' })).toThrow('name their column');
  });
});
