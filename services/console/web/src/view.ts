import { createContext, use } from 'react';
import type { ModelAnswer, ModelId, Period, WorkspaceAnswer, WorkspacesAnswer } from '../../src/answers.js';
import type { Route } from './route/router.js';

/** What every page is looked at through. */
export interface View {
  readonly route: Route;
  readonly workspace: WorkspaceAnswer;
  readonly site: WorkspacesAnswer;
  readonly period: Period;
  readonly model: ModelAnswer;
}

const ViewContext = createContext<View | undefined>(undefined);

export const ViewProvider = ViewContext.Provider;

export function useView(): View {
  const view = use(ViewContext);
  if (view === undefined) throw new Error('there is no view here');
  return view;
}

/** The address of a report for the days and the model that are on. */
export function reportPath(view: View, report: string, more: Readonly<Record<string, string>> = {}): string {
  const asOf = view.route.query.get('as_of');
  const known = asOf === null ? {} : { as_of: asOf };
  const query = new URLSearchParams({ from: view.period.from, to: view.period.to, model: view.model.id, ...known, ...more });
  return `/api/${encodeURIComponent(view.workspace.workspace_id)}/${report}?${query.toString()}`;
}

/** The models there are figures by: those that are fitted only once they were. */
export function modelsIn(models: readonly ModelAnswer[], workspace: WorkspaceAnswer): readonly ModelAnswer[] {
  return models.filter((model) => workspace.fitted || !model.fitted);
}

export function modelOf(models: readonly ModelAnswer[], id: string | null): ModelAnswer {
  const unknown: ModelAnswer = { id: 'first' satisfies ModelId, name: 'First touch', explanation: '', fitted: false };
  return models.find((model) => model.id === id) ?? models[0] ?? unknown;
}
