/** One condition that has to hold before a number may be relied on. */
export interface Guard {
  readonly name: string;
  readonly passed: boolean;
  /** What was found against what is asked for, in words. */
  readonly detail: string;
}

/** Lower and upper bound; `null` is an open end. */
export type Interval = readonly [number | null, number | null];

/** What every design answers; a key without meaning for a design is left out, a number that cannot be had is `null`. */
export interface Analysis {
  readonly design: string;
  readonly method?: string;
  readonly scale?: string;
  readonly estimate?: number | null;
  readonly interval?: Interval | null;
  readonly standard_error?: number | null;
  readonly statistic?: number | null;
  readonly df?: number | null;
  readonly p?: number | null;
  readonly alpha?: number;
  readonly guards: readonly Guard[];
  /** No guard failed. Offline the numbers are given all the same; the product withholds them. */
  readonly reliable: boolean;
  readonly notes: readonly string[];
}

/** `guards` and what follows from them. */
export function judged(guards: readonly Guard[]): { readonly guards: readonly Guard[]; readonly reliable: boolean } {
  return { guards, reliable: guards.every(({ passed }) => passed) };
}
