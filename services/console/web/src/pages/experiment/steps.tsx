import { useState } from 'react';
import type { ExperimentRow, Refusal } from '../../../../src/experiment-answers.js';
import { forgetAnswers } from '../../live/remembered.js';
import { type Sent, send } from '../../live/send.js';
import { Link } from '../../parts/link.js';
import { Refused } from '../../parts/refused.js';
import { navigate, pageAddress } from '../../route/router.js';
import { useView } from '../../view.js';
import { draftAddress } from '../experiments/address.js';

type Step = 'start' | 'stop' | 'archive';

const STEPS: Readonly<Record<ExperimentRow['state'], readonly Step[]>> = {
  draft: ['start', 'archive'],
  running: ['stop'],
  stopped: ['archive'],
  archived: [],
};

interface StepWords {
  readonly name: string;
  readonly sure: string;
  readonly after: string;
}

const WORDS: Readonly<Record<Step, StepWords>> = {
  start: { name: 'Start', sure: 'Start now', after: 'From the start on nothing can change that fixes the analysis.' },
  stop: { name: 'Stop', sure: 'Stop for good', after: 'It cannot be started again. Orders of units already in it count until their window is over.' },
  archive: { name: 'Archive', sure: 'Archive', after: 'It stays in this list with what it showed, and never changes again.' },
};

/** A draft that is put away never was an experiment. */
const DISCARD: StepWords = {
  name: 'Discard',
  sure: 'Discard it',
  after: 'It never began, so nothing is lost but what was written down. It leaves the list for good.',
};

const wordsOf = (step: Step, { state }: ExperimentRow) => (step === 'archive' && state === 'draft' ? DISCARD : WORDS[step]);

interface StepsProps {
  readonly experiment: ExperimentRow;
  /** Address of the experiment in the API. */
  readonly base: string;
  readonly changed: () => void;
}

/** What can be done with an experiment in its state; each asks once more, for none can be undone. */
export function Steps({ experiment, base, changed }: StepsProps) {
  const { route } = useView();
  const [asked, setAsked] = useState<Step>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const take = async (step: Step) => {
    setBusy(true);
    const sent: Sent<ExperimentRow> = await send(`${base}/${step}`, {});
    forgetAnswers();
    setBusy(false);
    setAsked(undefined);
    setRefusal('refusal' in sent ? sent.refusal : undefined);
    if (step === 'archive' && experiment.state === 'draft' && 'data' in sent) navigate(pageAddress(route, 'experiments'));
    else changed();
  };
  const steps = STEPS[experiment.state];
  return (
    <div className="steps-of">
      {asked === undefined ? (
        <p className="step-buttons">
          {experiment.state === 'draft' && (
            <Link className="button quiet" to={draftAddress(route, experiment.id)}>
              Edit
            </Link>
          )}
          {steps.map((step) => (
            <button key={step} type="button" className={step === 'start' ? 'button' : 'button quiet'} onClick={() => setAsked(step)}>
              {wordsOf(step, experiment).name}
            </button>
          ))}
        </p>
      ) : (
        <fieldset className="sure" disabled={busy}>
          <legend className="unseen">{wordsOf(asked, experiment).name}</legend>
          <p>{wordsOf(asked, experiment).after}</p>
          <button type="button" className="button" onClick={() => void take(asked)}>
            {wordsOf(asked, experiment).sure}
          </button>
          <button type="button" className="button quiet" onClick={() => setAsked(undefined)}>
            Not now
          </button>
        </fieldset>
      )}
      {refusal !== undefined && <Refused refusal={refusal} />}
    </div>
  );
}
