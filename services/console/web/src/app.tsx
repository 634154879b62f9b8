import { useEffect, useSyncExternalStore } from 'react';
import type { WorkspacesAnswer } from '../../src/answers.js';
import { onSession, signInReason } from './live/session.js';
import { useLive } from './live/use-live.js';
import { Page } from './pages/page.js';
import { SignIn } from './pages/sign-in.js';
import { Frame } from './parts/frame.js';
import { Notice, Waiting } from './parts/notice.js';
import { periodOf } from './route/period.js';
import { navigate, useRoute } from './route/router.js';
import { firstWorkspace, rememberWorkspace } from './route/workspace-choice.js';
import { modelOf, modelsIn, type View, ViewProvider } from './view.js';

/** The whole app: signs in where a key is needed, finds the workspace, shows the page the address names. */
export function App() {
  const reason = useSyncExternalStore(onSession, signInReason);
  return reason === undefined ? <Console /> : <SignIn reason={reason} />;
}

function Console() {
  const route = useRoute();
  const site = useLive<WorkspacesAnswer>('/api/workspaces');
  const workspaces = site.data?.workspaces;
  const workspace = workspaces?.find((each) => each.workspace_id === route.workspace);
  const missing = workspaces !== undefined && workspace === undefined;
  const fallback = workspaces === undefined ? undefined : firstWorkspace(workspaces);

  useEffect(() => {
    if (workspace !== undefined) rememberWorkspace(workspace.workspace_id);
    else if (missing && fallback !== undefined) navigate(`/w/${encodeURIComponent(fallback.workspace_id)}/overview`, 'replace');
  }, [workspace, missing, fallback]);

  if (site.data === undefined) return site.problem === undefined ? <Waiting /> : <Notice problem={site.problem} retry={site.retry} alone />;
  if (workspace === undefined) return fallback === undefined ? <NoWorkspace /> : <Waiting />;
  const models = modelsIn(site.data.models, workspace);
  const view: View = {
    route,
    workspace,
    site: { ...site.data, models },
    period: periodOf(route.query, workspace.time_zone),
    model: modelOf(models, route.query.get('model')),
  };
  return (
    <ViewProvider value={view}>
      <Frame problem={site.problem}>
        <Page key={workspace.workspace_id} />
      </Frame>
    </ViewProvider>
  );
}

function NoWorkspace() {
  return (
    <Notice
      alone
      problem={{
        code: 'TL_WORKSPACE_UNKNOWN',
        message: 'There is no workspace yet, or its first event is still on the way.',
        remedy: 'This page looks again every few seconds. `touchline status` tells whether everything runs.',
      }}
    />
  );
}
