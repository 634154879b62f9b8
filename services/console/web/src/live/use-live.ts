import { useEffect, useState } from 'react';
import { type Problem, read } from './fetch.js';
import { onSession } from './session.js';

/** How often figures are asked for while the page is looked at. */
const EVERY_MS = 5_000;
/** For figures that take long to make and change little from one minute to the next. */
export const SELDOM_MS = 60_000;
const REMEMBERED_MAX = 40;

export interface Live<T> {
  /** The newest figures there are; those of the address before while the new ones are on their way. */
  readonly data: T | undefined;
  /** What stands in `data` belongs to another address. */
  readonly stale: boolean;
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

/** Last answers by address, so that going back shows them at once. */
const remembered = new Map<string, { readonly text: string; readonly data: unknown }>();
// What one key was shown is nothing for the next one (I6).
onSession(() => remembered.clear());

function remember(path: string, text: string): unknown {
  const known = remembered.get(path);
  if (known?.text === text) return known.data;
  if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? '');
  const data: unknown = JSON.parse(text);
  remembered.set(path, { text, data });
  return data;
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

  const known = path === undefined ? undefined : remembered.get(path)?.data;
  const own = state.path === path;
  return {
    data: (own ? state.data : (known ?? state.data)) as T | undefined,
    stale: !own && known === undefined,
    problem: own ? state.problem : undefined,
    retry: () => setAttempt((count) => count + 1),
  };
}

function next(before: State, path: string, answer: { readonly data: unknown } | { readonly problem: Problem }): State {
  const kept = before.path === path ? before.data : remembered.get(path)?.data;
  const after = 'data' in answer ? { path, data: answer.data, problem: undefined } : { path, data: kept, problem: answer.problem };
  const same = after.path === before.path && after.data === before.data && after.problem?.code === before.problem?.code;
  return same ? before : after;
}
