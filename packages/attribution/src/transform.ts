/**
 * Which steps of a path stay: all; of consecutive repeats the last (the one nearest the conversion); the first of each; or the last `count`.
 */
export type Transform = { readonly name: 'all' | 'collapsed' | 'unique' } | { readonly name: 'last_n'; readonly count: number };

/** Places, from 0 and rising, of the steps that stay. Steps are the same when they are `===`. */
export function keptPlaces(steps: readonly unknown[], transform: Transform): number[] {
  const places = [...steps.keys()];
  switch (transform.name) {
    case 'all':
      return places;
    case 'collapsed':
      return places.filter((place) => place === steps.length - 1 || steps[place] !== steps[place + 1]);
    case 'unique':
      return firstPlaces(steps);
    case 'last_n':
      return places.slice(Math.max(0, steps.length - transform.count));
  }
}

function firstPlaces(steps: readonly unknown[]): number[] {
  const firsts = new Map<unknown, number>();
  for (const [place, step] of steps.entries()) if (!firsts.has(step)) firsts.set(step, place);
  return [...firsts.values()];
}
