import { changeQuery } from '../route/router.js';
import { useView } from '../view.js';

/** As the ledger is now, or as it was known at an instant of the workspace's clock; `rest`: what becomes of everything else. */
export function AsOfPicker({ rest = 'clicks and spend are today’s' }: { readonly rest?: string }) {
  const { route, workspace } = useView();
  const asOf = route.query.get('as_of') ?? '';
  return (
    <div className="as-of">
      <label>
        <span>Credit as known at</span>
        <input type="datetime-local" value={asOf} onChange={(event) => changeQuery({ as_of: event.target.value })} />
      </label>
      {asOf === '' ? (
        <span className="quiet">now</span>
      ) : (
        <>
          <button type="button" className="button quiet" onClick={() => changeQuery({ as_of: '' })}>
            Back to now
          </button>
          <span className="as-of-says">
            {workspace.time_zone.replaceAll('_', ' ')} time. What was credited later, taken back or refunded since is left out; {rest}.
          </span>
        </>
      )}
    </div>
  );
}
