import { describe, expect, it } from 'vitest';
import { sayError, TouchlineError } from '../src/index.js';
import { logError } from '../src/log-error.js';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('what is logged of an error (I9)', () => {
  it.each([
    ['a parser’s, which quotes what it could not read', () => JSON.parse('{"email": ada@example.com}')],
    ['an address’s, which keeps what it was given', () => new URL('ada@example.com')],
    [
      'a store’s, which quotes the row',
      () => {
        throw Object.assign(new Error('Cannot parse input: expected a number before: ada@example.com'), { code: '27', type: 'CANNOT_PARSE_INPUT' });
      },
    ],
    [
      'one with a cause',
      () => {
        throw new Error('ada@example.com', { cause: new Error('ada@example.com') });
      },
    ],
    [
      'something that is none',
      () => {
        throw 'ada@example.com';
      },
    ],
  ])('%s: where and of what kind it was, not what it says', (_name, work) => {
    const error = thrownBy(work);
    expect(JSON.stringify(logError(error)) + sayError(error)).not.toMatch(/ada|example\.com/);
    expect(logError(error).type).not.toBe('');
  });

  it('of ours and of the machine’s it says all', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(logError(full)).toMatchObject({ code: 'ENOSPC', message: full.message });
    const ours = new TouchlineError('TL_LOG_UNAVAILABLE', 'The log is full.');
    expect(logError(ours)).toMatchObject({ code: 'TL_LOG_UNAVAILABLE', message: 'The log is full.' });
    expect(logError(ours).stack[0]).toContain('log-error.test');
    expect(sayError(full)).toBe(full.message);
  });
});
