import { describe, expect, it } from 'vitest';
import { drawsFrom } from '../src/geo/random.js';
import { incrementalCost, ratioInterval } from '../src/geo/time-based-regression.js';
import { type Answer, analysedOn } from './support/table.js';

const draws = drawsFrom(11);
const noise = (): number => draws.integer(-100, 100) / 50;
const lines = Array.from({ length: 40 }, (_, day) => {
  const control = 200 + 20 * Math.sin(day) + noise();
  const effect = day >= 30 ? 15 : 0;
  return `${day},${control},${50 + 1.5 * control + noise() + effect},0,${day >= 30 ? 5 : 0}`;
});
const csv = ['day,control,treatment,control_cost,treatment_cost', ...lines].join('\n');
const spec = { design: 'tbr', columns: { time: 'day', control: 'control', treatment: 'treatment' }, pre: [0, 29], test: [30, 39] };
const withCost = { ...spec, columns: { ...spec.columns, control_cost: 'control_cost', treatment_cost: 'treatment_cost' } };

describe('I8 time-based regression', () => {
  it('holds what was added in its interval, with the cost it took', () => {
    const answer = analysedOn(csv, withCost) as Answer & { readonly interval: [number, number]; readonly iroas_interval: [number, number] };
    expect(answer.interval[0]).toBeLessThan(150);
    expect(answer.interval[1]).toBeGreaterThan(150);
    expect(answer).toMatchObject({ df: 28, cost: 50, reliable: true });
    expect(answer['iroas']).toBeCloseTo(Number(answer['incremental']) / 50, 10);
    expect(answer.iroas_interval[0]).toBeCloseTo(answer.interval[0] / 50, 8);
    expect(answer.iroas_interval[1]).toBeCloseTo(answer.interval[1] / 50, 8);
  });

  it('tells the effect as a share of what there would have been', () => {
    const answer = analysedOn(csv, { ...spec, scale: 'relative' });
    expect(answer['estimate']).toBe(answer['relative_lift']);
    expect(Number(answer['relative_lift'])).toBeCloseTo(15 / 350, 2);
  });

  it('opens one end for one side, and has half the p', () => {
    const [one, two] = [analysedOn(csv, { ...spec, sides: 1 }), analysedOn(csv, spec)];
    expect((one['interval'] as unknown[])[1]).toBeNull();
    expect(Number(one['p'])).toBeCloseTo(Number(two['p']) / 2, 12);
    expect(() => analysedOn(csv, { ...spec, sides: 2, alternative: 'greater' })).toThrow('1 side');
  });

  it('cannot be relied on when the control does not move with the treatment', () => {
    const apart = lines.map((line, day) => line.replace(/^(\d+),[^,]+/, `$1,${100 + ((day * 7) % 11)}`));
    expect(analysedOn(['day,control,treatment,control_cost,treatment_cost', ...apart].join('\n'), spec)).toMatchObject({
      reliable: false,
      guards: expect.arrayContaining([expect.objectContaining({ name: 'pre_correlation', passed: false })]),
    });
  });

  it('takes spend that was there before for what it would have been', () => {
    const pre = { control: [10, 12, 11, 13], treatment: [20, 24, 22, 26] };
    const costs = incrementalCost(pre, { control: [10, 12], treatment: [25, 29] });
    expect(costs.cost).toBeCloseTo(10, 10);
    expect(costs.known).toBe(false);
  });

  it('tells no bounds of a return when the cost is not told from nothing', () => {
    expect(ratioInterval({ estimate: 5, variance: 1 }, { estimate: 1, variance: 1 }, 2)).toBeUndefined();
    const [low, high] = ratioInterval({ estimate: 10, variance: 4 }, { estimate: 5, variance: 0.25 }, 2) ?? [0, 0];
    for (const end of [low, high]) expect((10 - end * 5) ** 2).toBeCloseTo(4 * (4 + end * end * 0.25), 8);
  });

  it('names the line of a time that is there twice, and the period that is too short', () => {
    expect(() => analysedOn(`${csv}\n39,1,1,0,0`, spec)).toThrow(expect.objectContaining({ path: 'columns.time', line: 42 }));
    expect(() => analysedOn(csv, { ...spec, pre: [0, 1] })).toThrow(expect.objectContaining({ path: 'pre' }));
  });
});
