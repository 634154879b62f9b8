import { useEffect, useState } from 'react';
import { type Problem, read } from './fetch.js';
import { recall, remember } from './remembered.js';

/** How often figures are asked for while the page is looked at. */
const EVERY_MS = 5_000;
/** For figures that take long to make and change little from one minute to the next. */
export const SELDOM_MS = 60_000;

export interface Live<T> {
  /** The newest figures there are; those of the address before while the new ones are on their way. */
  readonly data: T | undefined;
  /** What stands in `data` belongs to another address. */
  readonly stale: boolean;
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

interface State {
  readonly path: string | undefined;
  readonly data: unknown;
  readonly problem: Problem | undefined;
}

/** Reads an address, and again every few seconds, or as seldom as is said, while the page is visible. Unchanged answers cause no new picture. */
export function useLive<T>(path: string | undefined, every_ms = EVERY_MS): Live<T> {
  const [state, setState] = useState<State>({ path: undefined, data: undefined, problem: undefined });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (path === undefined) return undefined;
    const ended = new AbortController();
    let busy = false;
    const ask = async () => {
      if (busy || document.visibilityState === 'hidden') return;
      busy = true;
      const answer = await read(path, ended.signal);
      busy = false;
      if (ended.signal.aborted) return;
      setState((before) => next(before, path, 'text' in answer ? { data: remember(path, answer.text) } : answer));
    };
    void ask();
    const timer = setInterval(() => void ask(), every_ms);
    const wake = () => void ask();
    document.addEventListener('visibilitychange', wake);
    return () => {
      ended.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [path, attempt, every_ms]);

  const known = path === undefined ? undefined : recall(path);
  const own = state.path === path;
  return {
    data: (own ? state.data : (known ?? state.data)) as T | undefined,
    stale: !own && known === undefined,
    problem: own ? state.problem : undefined,
    retry: () => setAttempt((count) => count + 1),
  };
}

function next(before: State, path: string, answer: { readonly data: unknown } | { readonly problem: Problem }): State {
  const kept = before.path === path ? before.data : recall(path);
  const after = 'data' in answer ? { path, data: answer.data, problem: undefined } : { path, data: kept, problem: answer.problem };
  const same = after.path === before.path && after.data === before.data && after.problem?.code === before.problem?.code;
  return same ? before : after;
}
