import { useEffect, useMemo, useState } from 'react';
import type { ExperimentRow } from '../../../../../src/experiment-answers.js';
import { digitsOf } from '../../../format/money.js';
import { forgetAnswers } from '../../../live/remembered.js';
import { type Sent, send } from '../../../live/send.js';
import { EvidenceGrade } from '../../../parts/evidence-grade.js';
import { Refused } from '../../../parts/refused.js';
import { navigate, pageAddress } from '../../../route/router.js';
import { useView } from '../../../view.js';
import { WrittenDown } from '../../experiment/written-down.js';
import { bodyOf, plannedEnd } from './draft.js';
import { type StepName, type StepProps, stepOf } from './step.js';

interface ReviewProps extends Pick<StepProps, 'draft'> {
  readonly goTo: (step: StepName) => void;
  /** A draft that is there already is written anew. */
  readonly again: boolean;
}

/** The experiment as the server would write it down, checked by it; then written. */
export function ReviewStep({ draft, goTo, again }: ReviewProps) {
  const { route, workspace } = useView();
  const path = `/api/${encodeURIComponent(workspace.workspace_id)}/experiments`;
  const body = useMemo(() => bodyOf(draft, plannedEnd(draft), { digits: digitsOf(workspace.currency) }), [draft, workspace.currency]);
  const [sent, setSent] = useState<Sent<ExperimentRow>>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let over = false;
    void send<ExperimentRow>(`${path}?dry_run=true`, body).then((checked) => !over && setSent(checked));
    return () => {
      over = true;
    };
  }, [path, body]);
  const write = async () => {
    setBusy(true);
    const written = await send<ExperimentRow>(path, body);
    setBusy(false);
    forgetAnswers();
    if ('data' in written) navigate(pageAddress(route, 'experiments', written.data.id));
    else setSent(written);
  };
  if (sent === undefined) return <p className="quiet">Being checked …</p>;
  if ('refusal' in sent) {
    const wrong = stepOf(sent.refusal.path ?? '');
    if (wrong === 'review') return <Refused refusal={sent.refusal} />;
    return (
      <Refused refusal={sent.refusal}>
        <button type="button" className="button quiet" onClick={() => goTo(wrong)}>
          Go there
        </button>
      </Refused>
    );
  }
  const { grade, measures } = sent.data;
  return (
    <>
      <p className="says">
        <EvidenceGrade grade={grade} /> {grade === 'C' ? 'It will show an adjusted association, never anything incremental: ' : 'It will measure '}
        {measures}. It is written down as a draft; nobody is assigned until you start it.
      </p>
      <WrittenDown experiment={sent.data} scope={draft} title="As it will be written down" />
      <button type="button" className="button write" disabled={busy} onClick={() => void write()}>
        {again ? 'Write the changes down' : 'Write it down'}
      </button>
    </>
  );
}
