/** Where one partition stands; SPEC.md says what each state means and what a crash in it leads to. */
export type State = 'unknown' | 'clean' | 'planned' | 'inserted';

/** What the work of a state ends in. */
export type Signal = 'found_clean' | 'found_open' | 'plan_recorded' | 'rows_inserted' | 'store_recorded' | 'redo_recorded' | 'failed';

type Next = State | 'impossible';

/** Total: every state says what every signal means to it, and the compiler knows when one is left out. */
export const TRANSITIONS: Readonly<Record<State, Readonly<Record<Signal, Next>>>> = {
  unknown: {
    found_clean: 'clean',
    found_open: 'planned',
    plan_recorded: 'impossible',
    rows_inserted: 'impossible',
    store_recorded: 'impossible',
    redo_recorded: 'impossible',
    failed: 'unknown',
  },
  clean: {
    found_clean: 'impossible',
    found_open: 'impossible',
    plan_recorded: 'planned',
    rows_inserted: 'impossible',
    store_recorded: 'impossible',
    redo_recorded: 'impossible',
    failed: 'unknown',
  },
  planned: {
    found_clean: 'impossible',
    found_open: 'impossible',
    plan_recorded: 'impossible',
    rows_inserted: 'inserted',
    store_recorded: 'impossible',
    redo_recorded: 'impossible',
    failed: 'unknown',
  },
  inserted: {
    found_clean: 'impossible',
    found_open: 'impossible',
    plan_recorded: 'impossible',
    rows_inserted: 'impossible',
    store_recorded: 'clean',
    redo_recorded: 'unknown',
    failed: 'unknown',
  },
};

/** @throws Error when a state is given a signal it cannot get: a programmer's mistake */
export function after(state: State, signal: Signal): State {
  const next = TRANSITIONS[state][signal];
  if (next === 'impossible') throw new Error(`${signal} cannot happen in ${state}`);
  return next;
}
