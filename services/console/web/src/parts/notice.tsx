import type { Problem } from '../live/fetch.js';

interface NoticeProps {
  readonly problem: Problem;
  readonly retry?: () => void;
  /** There is nothing else on the page. */
  readonly alone?: boolean;
}

/** What went wrong and what to do, with the code to look it up by. */
export function Notice({ problem, retry, alone = false }: NoticeProps) {
  const waiting = problem.code === 'TL_STORE_UNAVAILABLE' || problem.code === 'TL_NOT_RUNNING';
  return (
    <div className={alone ? 'notice alone' : 'notice'} role="alert">
      <p className="notice-what">
        <strong>{waiting ? 'Figures cannot be read right now.' : 'This cannot be shown.'}</strong> {problem.message}
      </p>
      <p>{problem.remedy}</p>
      <p className="notice-foot">
        <code>{problem.code}</code>
        {retry !== undefined && (
          <button type="button" className="button quiet" onClick={retry}>
            Try again
          </button>
        )}
      </p>
    </div>
  );
}

/** Room for figures that are on their way. */
export function Waiting() {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Reading figures</span>
      <i />
      <i />
      <i />
    </div>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: React.ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
