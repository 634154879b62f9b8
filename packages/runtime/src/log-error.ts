import { TouchlineError } from './errors.js';

/** An error as a log line may say it. */
interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  /** Where it was thrown; without the message, which the first lines of a stack repeat. */
  readonly stack: readonly string[];
}

const FRAMES_MAX = 12;
const FRAME = /^\s+at /;
const ERRNO = /^E[A-Z]+$/;
/** Their text names what the program has, not what people sent. */
const PROGRAMMERS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/**
 * An error without what it may have picked up on its way: a parser's message quotes what it could not parse, a store's the row it
 * refused, an error's further fields the input itself (I9). Our own messages are written to be read, and errno's are fixed.
 */
export function logError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line));
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(mayBeSaid(error, code) ? { message: error.message } : {}),
    stack: frames.slice(0, FRAMES_MAX).map((line) => line.trim()),
  };
}

/** The same in one line, for a state of health or a reason. */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return mayBeSaid(error, code) ? error.message : [error.name, code].filter((part) => part !== undefined).join(' ');
}

function mayBeSaid(error: Error, code: unknown): boolean {
  if (error instanceof TouchlineError) return true;
  if (typeof code === 'string') return ERRNO.test(code);
  return PROGRAMMERS.has(error.name);
}
