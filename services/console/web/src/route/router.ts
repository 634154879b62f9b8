import { useSyncExternalStore } from 'react';
import { idOfSegment, segmentOf } from '../../../src/path-segment.js';

export type PageName = 'overview' | 'creators' | 'orders' | 'attribution' | 'experiments';
const PAGES: readonly string[] = ['overview', 'creators', 'orders', 'attribution', 'experiments'] satisfies readonly PageName[];

export interface Route {
  readonly workspace: string | undefined;
  readonly page: PageName;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const address = () => window.location.pathname + window.location.search;

/** Where the app is, from the page's address: /w/<workspace>/<page>/<id>. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, address));
}

function parseRoute(from: string): Route {
  const url = new URL(from, window.location.origin);
  const [prefix, workspace, page, id] = url.pathname.split('/').filter((part) => part !== '');
  return {
    workspace: prefix === 'w' && workspace !== undefined ? decode(workspace) : undefined,
    page: PAGES.includes(page ?? '') ? (page as PageName) : 'overview',
    id: id === undefined ? undefined : idOfSegment(decode(id)),
    query: url.searchParams,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes to an address of the app. `replace` leaves no step to go back to, as for filters. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === address()) return;
  if (how === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
  if (how === 'push') window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

/** What stays when the page changes: whose figures, which days, which model, known when. */
const KEPT = ['range', 'from', 'to', 'model', 'as_of'] as const;

/** The address of a page, with the period and the model that are on now. */
export function pageAddress(route: Route, page: PageName, id?: string): string {
  const query = new URLSearchParams();
  for (const name of KEPT) {
    const value = route.query.get(name);
    if (value !== null) query.set(name, value);
  }
  const path = `/w/${encodeURIComponent(route.workspace ?? '')}/${page}${id === undefined ? '' : `/${segmentOf(id)}`}`;
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Changes parts of the address's query in place; an empty value takes its part out. */
export function changeQuery(changes: Readonly<Record<string, string>>): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  navigate(url.pathname + url.search, 'replace');
}
