import { pageAddress, type Route } from '../../route/router.js';

/** The address of a view of the experiments page: an experiment may have any id, so views are named in the query. */
export function experimentsView(route: Route, view: 'list' | 'together' | 'new'): string {
  const address = pageAddress(route, 'experiments');
  return view === 'list' ? address : `${address}${address.includes('?') ? '&' : '?'}view=${view}`;
}

/** The address of the wizard with a draft in it. */
export function draftAddress(route: Route, id: string): string {
  return `${experimentsView(route, 'new')}&draft=${encodeURIComponent(id)}`;
}
