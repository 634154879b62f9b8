/** Where one partition of the outbox stands; SPEC.md says what each state means and what a crash in it leads to. */
export type State = 'unknown' | 'settled' | 'shipping' | 'acknowledged' | 'moved';

/** What happened. */
export type Signal = 'located' | 'batch_taken' | 'batch_acknowledged' | 'position_moved' | 'trimmed' | 'failed';

type Next = State | 'impossible';

/** Total: every state says what every signal means to it, and the compiler knows when one is left out. */
export const TRANSITIONS: Readonly<Record<State, Readonly<Record<Signal, Next>>>> = {
  unknown: {
    located: 'moved',
    batch_taken: 'impossible',
    batch_acknowledged: 'impossible',
    position_moved: 'impossible',
    trimmed: 'impossible',
    failed: 'unknown',
  },
  settled: {
    located: 'impossible',
    batch_taken: 'shipping',
    batch_acknowledged: 'impossible',
    position_moved: 'impossible',
    trimmed: 'impossible',
    failed: 'unknown',
  },
  shipping: {
    located: 'impossible',
    batch_taken: 'impossible',
    batch_acknowledged: 'acknowledged',
    position_moved: 'impossible',
    trimmed: 'impossible',
    failed: 'unknown',
  },
  acknowledged: {
    located: 'impossible',
    batch_taken: 'impossible',
    batch_acknowledged: 'impossible',
    position_moved: 'moved',
    trimmed: 'impossible',
    failed: 'unknown',
  },
  moved: {
    located: 'impossible',
    batch_taken: 'shipping',
    batch_acknowledged: 'impossible',
    position_moved: 'impossible',
    trimmed: 'settled',
    failed: 'unknown',
  },
};

/** @throws Error when a state is given a signal it cannot get: a programmer's mistake */
export function after(state: State, signal: Signal): State {
  const next = TRANSITIONS[state][signal];
  if (next === 'impossible') throw new Error(`${signal} cannot happen in ${state}`);
  return next;
}
