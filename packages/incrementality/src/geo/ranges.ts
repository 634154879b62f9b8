type Range = readonly [from: number, to: number];

/** Of the places from one to before another. */
export function sumOfRange(values: readonly number[], [from, to]: Range): number {
  let sum = 0;
  for (let place = from; place < to; place += 1) sum += values[place] ?? 0;
  return sum;
}

export function meanOfRange(values: readonly number[], range: Range): number {
  return sumOfRange(values, range) / Math.max(1, range[1] - range[0]);
}
