import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, analysed, at } from './support/table.js';

interface Golden {
  readonly name: string;
  readonly source: string;
  readonly spec: Answer;
  /** Path into the answer → the figure, with the digits after the point that were published. */
  readonly expect: Readonly<Record<string, number | null>>;
  readonly digits: number;
}

const goldens: readonly Golden[] = JSON.parse(readFileSync(new URL('fixtures/geo-goldens.json', import.meta.url), 'utf8'));

describe('I8 designs on markets and on people nobody assigned give the published figure', () => {
  it.each(goldens.map((golden) => [`${String(golden.spec['design'])}: ${golden.name}`, golden] as const))('%s', (_title, golden) => {
    const answer = analysed(golden.spec);
    for (const [path, figure] of Object.entries(golden.expect)) {
      const found = at(answer, path);
      if (figure === null) expect(found, path).toBeNull();
      // A published figure was rounded to its last digit, so half of it may lie between.
      else
        expect(Math.abs(Number(found) - figure), `${path} ${String(found)}, published ${figure} (${golden.source})`).toBeLessThanOrEqual(
          0.50001 * 10 ** -golden.digits,
        );
    }
  });
});
