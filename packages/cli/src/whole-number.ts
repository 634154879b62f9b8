import { TouchlineError } from '@touchline/runtime';

/** Longer spans than three years and longer lists than anybody reads are mistakes. */
const VALUE_MAX = 1_100;

/** @throws TouchlineError TL_INPUT_INVALID with the option as path */
export function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > VALUE_MAX)
    throw new TouchlineError('TL_INPUT_INVALID', `Expected a whole number from 1 to ${VALUE_MAX}.`, option);
  return value;
}
