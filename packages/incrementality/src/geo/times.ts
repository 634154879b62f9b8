import { z } from 'zod';

/** A point of time as a CSV or a spec names it. */
export type Time = string | number;

const time = z.union([z.string().min(1), z.number()]);
/** First and last time, both included. */
export const period = z.tuple([time, time]);
export type Period = readonly [Time, Time];

/** How a file's times are compared and named: as numbers when every one is a number, else as the ISO texts they are. */
export interface Clock {
  readonly of: (text: Time) => Time;
  readonly compare: (left: Time, right: Time) => number;
  readonly within: (at: Time, bounds: Period) => boolean;
}

/** @param texts every time that will be compared, the bounds too */
export function clockOf(texts: readonly Time[]): Clock {
  const numeric = texts.every((text) => typeof text === 'number' || (text.trim() !== '' && Number.isFinite(Number(text))));
  const of = (text: Time): Time => (numeric ? Number(text) : String(text));
  const compare = (left: Time, right: Time): number => {
    const [one, other] = [of(left), of(right)];
    if (one === other) return 0;
    return one < other ? -1 : 1;
  };
  return { of, compare, within: (at, [from, to]) => compare(at, from) >= 0 && compare(at, to) <= 0 };
}
