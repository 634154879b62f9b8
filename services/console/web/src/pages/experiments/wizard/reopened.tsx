import type { ResultAnswer } from '../../../../../src/experiment-answers.js';
import { digitsOf } from '../../../format/money.js';
import { SELDOM_MS, useLive } from '../../../live/use-live.js';
import { Link } from '../../../parts/link.js';
import { Empty, Notice, Waiting } from '../../../parts/notice.js';
import { pageAddress } from '../../../route/router.js';
import { useView } from '../../../view.js';
import { reopened } from './reopen.js';
import { Wizard } from './wizard.js';

/** The wizard with what a draft holds. What has started is not reopened: the server would refuse it too. */
export function ReopenedWizard({ id }: { readonly id: string }) {
  const { route, workspace } = useView();
  const path = `/api/${encodeURIComponent(workspace.workspace_id)}/experiments/${encodeURIComponent(id)}`;
  const { data, problem, retry } = useLive<ResultAnswer>(path, SELDOM_MS);
  if (data === undefined) return problem === undefined ? <Waiting /> : <Notice problem={problem} retry={retry} />;
  if (data.experiment.state !== 'draft')
    return (
      <section className="panel">
        <Empty title="It is no draft any more.">
          <p>
            From the start on nothing changes that fixes the analysis. <Link to={pageAddress(route, 'experiments', id)}>See {data.experiment.name}</Link>
          </p>
        </Empty>
      </section>
    );
  return <Wizard key={id} begun={reopened(data, { digits: digitsOf(workspace.currency), now_ms: Date.now() })} />;
}
