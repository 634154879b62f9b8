import { InputError } from '@touchline/incrementality';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import { ZodError } from 'zod';

/** What is wrong with a spec or a table, as an error with a code. @throws TouchlineError */
export async function naming<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof ZodError) throw errorOfIssues(thrown);
    if (!(thrown instanceof InputError)) throw thrown;
    throw new TouchlineError(thrown.line === undefined ? 'TL_FIELD_VALUE' : 'TL_TABLE_INVALID', thrown.message, thrown);
  }
}
