import type { ExperimentsAnswer } from '../../../src/experiment-answers.js';
import { useLive } from '../live/use-live.js';
import { Notice, Waiting } from '../parts/notice.js';
import { useView } from '../view.js';
import { EmptyExperiments } from './experiments/empty.js';
import { ExperimentsHead } from './experiments/head.js';
import { ExperimentList } from './experiments/list.js';
import { Together } from './experiments/together.js';
import { ReopenedWizard } from './experiments/wizard/reopened.js';
import { Wizard } from './experiments/wizard/wizard.js';

/** All experiments; the wizard that writes a new one down; all of them judged together. */
export function ExperimentsPage() {
  const { route, workspace } = useView();
  const { data, problem, retry } = useLive<ExperimentsAnswer>(`/api/${encodeURIComponent(workspace.workspace_id)}/experiments`);
  const on = route.query.get('view') ?? 'list';
  const draft = route.query.get('draft');
  if (on === 'new') return draft === null ? <Wizard key="new" /> : <ReopenedWizard id={draft} />;
  return (
    <>
      <ExperimentsHead on={on === 'together' ? 'together' : 'list'} any={(data?.experiments.length ?? 0) > 0} />
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && data.experiments.length === 0 && <EmptyExperiments />}
      {data !== undefined && data.experiments.length > 0 && (on === 'together' ? <Together /> : <ExperimentList answer={data} />)}
    </>
  );
}
