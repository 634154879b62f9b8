import { describe, expect, it } from 'vitest';
import { windowsOf } from '../src/geo/market-plan.js';
import { drawsFrom } from '../src/geo/random.js';
import { type Answer, plannedOn } from './support/table.js';

const MARKETS = 24;
const DAYS = 120;

/** Markets that follow one tide, each with noise of its own: `quiet` ones have little. */
function history(): string {
  const draws = drawsFrom(2);
  const tide = Array.from({ length: DAYS }, (_, day) => 20 * Math.sin(day / 9) + 8 * Math.sin((2 * Math.PI * day) / 7));
  const rows = Array.from({ length: MARKETS }, (_, market) =>
    Array.from({ length: DAYS }, (_day, day) => {
      const noise = (draws.integer(-100, 100) / 100) * (market < 4 ? 1 : 25);
      return `${market < 4 ? 'quiet' : 'noisy'} ${market},${day},${200 + (tide[day] ?? 0) + noise}`;
    }),
  ).flat();
  return ['market,day,orders', ...rows].join('\n');
}

const csv = history();
const spec = { design: 'geo', columns: { unit: 'market', time: 'day', outcome: 'orders' }, durations: [14], windows: 6 };

interface Option {
  readonly markets: readonly string[];
  readonly duration: number;
  readonly minimum_detectable_effect: number | null;
  readonly power_at: readonly { readonly effect: number; readonly power: number }[];
  readonly cost: number;
  readonly incremental: number;
}

function options(answer: Answer): readonly Option[] {
  return answer['options'] as readonly Option[];
}

describe('the plan of a market test', () => {
  it('prefers markets that others follow closely, since a smaller effect is seen there', () => {
    const answer = plannedOn(csv, { ...spec, method: 'tbr', sets: [['noisy 9'], ['quiet 1'], ['noisy 10', 'noisy 11']] });
    expect(options(answer)[0]?.markets).toEqual(['quiet 1']);
    expect(answer).toMatchObject({ reliable: true });
  });

  it('has more power the larger the effect, and its detectable effect is where the power asked for is reached', () => {
    const [option] = options(plannedOn(csv, { ...spec, method: 'tbr', sets: [['noisy 9']], effects: [0.001, 0.01, 0.05, 0.5] }));
    const powers = option?.power_at.map(({ power }) => power) ?? [];
    expect(powers).toEqual([...powers].sort((left, right) => left - right));
    expect(powers.at(-1)).toBe(1);
    const least = option?.minimum_detectable_effect ?? 0;
    const [at] = options(plannedOn(csv, { ...spec, method: 'tbr', sets: [['noisy 9']], effects: [least * 0.999, least * 1.001] }));
    expect(at?.power_at[0]?.power).toBeLessThan(0.8);
    expect(at?.power_at[1]?.power).toBeGreaterThanOrEqual(0.8);
  });

  it('plays the synthetic control on windows of history, for the sets it finds itself', () => {
    const answer = plannedOn(csv, { ...spec, sizes: [1, 2], windows: 3, alpha: 0.05 });
    expect(options(answer).length).toBeGreaterThan(10);
    expect(options(answer).every(({ duration }) => duration === 14)).toBe(true);
  });

  it('says that no effect can be seen where the markets are too few for the level', () => {
    const few = csv
      .split('\n')
      .filter((line, row) => row === 0 || / [0-5],/.test(line))
      .join('\n');
    expect(plannedOn(few, { ...spec, sizes: [1] })).toMatchObject({
      reliable: false,
      guards: [
        { name: 'enough_markets', passed: false },
        { name: 'detectable', passed: false },
      ],
    });
  });

  it('tells the cost of a test from what a market costs a day and what an incremental order costs', () => {
    const [option] = options(plannedOn(csv, { ...spec, method: 'tbr', sets: [['quiet 1', 'quiet 2']], cost_per_market_time: 10, cost_per_incremental: 2 }));
    expect(option?.cost).toBeCloseTo(2 * 14 * 10 + 2 * (option?.incremental ?? 0), 8);
  });

  it('takes windows of the latest history that have twice as much before them', () => {
    expect(windowsOf(100, 20, 3)).toEqual([
      { from: 80, to: 100 },
      { from: 70, to: 90 },
      { from: 60, to: 80 },
    ]);
    expect(windowsOf(60, 20, 9)).toEqual([{ from: 40, to: 60 }]);
    expect(windowsOf(59, 20, 9)).toEqual([]);
  });

  it('names the set, the market and the duration that cannot be', () => {
    expect(() => plannedOn(csv, { ...spec, sets: [['quiet 1'], ['nowhere']] })).toThrow(expect.objectContaining({ path: 'sets.1.0' }));
    expect(() => plannedOn(csv, { ...spec, durations: [14, 60] })).toThrow(expect.objectContaining({ path: 'durations.1' }));
  });
});
