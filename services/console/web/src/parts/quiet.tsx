import type { Period } from '../../../src/answers.js';
import { span } from '../format/times.js';
import { changeQuery } from '../route/router.js';
import { Empty } from './notice.js';

/** Nothing in these days, but there is something in others. */
export function Quiet({ activity }: { readonly activity: Period }) {
  return (
    <Empty title="Nothing happened in these days.">
      <p>This workspace has clicks and orders from {span(activity.from, activity.to)}.</p>
      <button type="button" className="button" onClick={() => changeQuery({ range: 'custom', from: activity.from, to: activity.to })}>
        Show those days
      </button>
    </Empty>
  );
}
