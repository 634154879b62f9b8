import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prepareAnalysis } from '../src/index.js';

interface Golden {
  readonly name: string;
  readonly source: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Path into the answer → the figure, with the digits after the point that were published. */
  readonly expect: Readonly<Record<string, number | null>>;
  readonly digits: number;
}

const goldens: readonly Golden[] = JSON.parse(readFileSync(new URL('fixtures/goldens.json', import.meta.url), 'utf8'));

function at(answer: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), answer);
}

describe('I8 every estimator gives the published figure', () => {
  it.each(goldens.map((golden) => [`${String(golden.spec['design'])}: ${golden.name}`, golden] as const))('%s', (_title, golden) => {
    const answer = prepareAnalysis(golden.spec).run();
    for (const [path, figure] of Object.entries(golden.expect)) {
      const found = at(answer, path);
      if (figure === null) expect(found, path).toBeNull();
      // Rounding was to the last digit, so half of it may lie between.
      else
        expect(Math.abs(Number(found) - figure), `${path} ${String(found)}, published ${figure} (${golden.source})`).toBeLessThanOrEqual(
          0.5000001 * 10 ** -golden.digits,
        );
    }
  });

  it('says of each figure where it comes from', () => {
    expect(goldens.filter(({ source }) => source.length < 20)).toEqual([]);
  });
});
