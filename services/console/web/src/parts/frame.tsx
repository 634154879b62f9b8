import { type ReactNode, useEffect } from 'react';
import type { Problem } from '../live/fetch.js';
import { navigate, type PageName, pageAddress } from '../route/router.js';
import { useView } from '../view.js';
import { Link } from './link.js';
import { Mark } from './mark.js';
import { Notice } from './notice.js';

const PAGES: readonly { readonly page: PageName; readonly name: string }[] = [
  { page: 'overview', name: 'Overview' },
  { page: 'creators', name: 'Creators' },
  { page: 'orders', name: 'Orders' },
  { page: 'attribution', name: 'Attribution' },
  { page: 'experiments', name: 'Experiments' },
];

/** What stays on every page: the bar with the workspace and the ways to go, and what must always be said. */
export function Frame({ problem, children }: { readonly problem: Problem | undefined; readonly children: ReactNode }) {
  const { route, workspace } = useView();
  useEffect(() => {
    const name = PAGES.find((each) => each.page === route.page)?.name ?? '';
    document.title = `${route.id ?? name} · ${workspace.name} · Touchline`;
  }, [route.page, route.id, workspace.name]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the figures
      </a>
      <header className="bar">
        <div className="bar-in">
          <Link className="brand" to={pageAddress(route, 'overview')}>
            <Mark />
            <span>Touchline</span>
          </Link>
          <WorkspaceSwitcher />
          <nav className="tabs" aria-label="Pages">
            {PAGES.map(({ page, name }) => (
              <Link key={page} to={pageAddress(route, page)} aria-current={route.page === page ? 'page' : undefined}>
                {name}
              </Link>
            ))}
          </nav>
          <span className={problem === undefined ? 'live' : 'live off'} title="Figures are read again every 5 seconds while you look at this page">
            {problem === undefined ? 'Live' : 'Paused'}
          </span>
        </div>
      </header>
      {workspace.simulated && (
        <p className="simulated" role="note">
          <strong>Simulated data</strong>
          <span>Every creator, click and order in this workspace is made up.</span>
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {problem !== undefined && <Notice problem={problem} />}
        {children}
      </main>
    </>
  );
}

function WorkspaceSwitcher() {
  const { site, workspace } = useView();
  if (site.workspaces.length < 2) return <span className="workspace-name">{workspace.name}</span>;
  return (
    <label className="workspace">
      <span className="unseen">Workspace</span>
      <select value={workspace.workspace_id} onChange={(event) => navigate(`/w/${encodeURIComponent(event.target.value)}/overview`)}>
        {site.workspaces.map((each) => (
          <option key={each.workspace_id} value={each.workspace_id}>
            {each.name}
            {each.simulated ? ' (simulated)' : ''}
          </option>
        ))}
      </select>
    </label>
  );
}
