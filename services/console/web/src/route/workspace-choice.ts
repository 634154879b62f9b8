import type { WorkspaceAnswer } from '../../../src/answers.js';

const KEY = 'touchline.workspace';

/** Where somebody was last; else the first one, real ones before simulated ones as the server lists them. */
export function firstWorkspace(workspaces: readonly WorkspaceAnswer[]): WorkspaceAnswer | undefined {
  const last = localStorage.getItem(KEY);
  return workspaces.find((workspace) => workspace.workspace_id === last) ?? workspaces[0];
}

export function rememberWorkspace(workspaceId: string): void {
  localStorage.setItem(KEY, workspaceId);
}
