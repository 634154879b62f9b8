import { useState } from 'react';
import type { ExperimentRow, Refusal } from '../../../../src/experiment-answers.js';
import { type Sent, send } from '../../live/send.js';
import { Refused } from '../../parts/refused.js';

type Step = 'start' | 'stop' | 'archive';

const STEPS: Readonly<Record<ExperimentRow['state'], readonly Step[]>> = {
  draft: ['start', 'archive'],
  running: ['stop'],
  stopped: ['archive'],
  archived: [],
};

const WORDS: Readonly<Record<Step, { readonly name: string; readonly sure: string; readonly after: string }>> = {
  start: { name: 'Start', sure: 'Start now', after: 'From the start on nothing can change that fixes the analysis.' },
  stop: { name: 'Stop', sure: 'Stop for good', after: 'It cannot be started again. Orders of units already in it count until their window is over.' },
  archive: { name: 'Archive', sure: 'Archive', after: 'It stays in this list with what it showed, and never changes again.' },
};

interface StepsProps {
  readonly experiment: ExperimentRow;
  /** Address of the experiment in the API. */
  readonly base: string;
  readonly changed: () => void;
}

/** What can be done with an experiment in its state; each asks once more, for none can be undone. */
export function Steps({ experiment, base, changed }: StepsProps) {
  const [asked, setAsked] = useState<Step>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const take = async (step: Step) => {
    setBusy(true);
    const sent: Sent<ExperimentRow> = await send(`${base}/${step}`, {});
    setBusy(false);
    setAsked(undefined);
    setRefusal('refusal' in sent ? sent.refusal : undefined);
    changed();
  };
  const steps = STEPS[experiment.state];
  return (
    <div className="steps-of">
      {asked === undefined ? (
        <p className="step-buttons">
          {steps.map((step) => (
            <button key={step} type="button" className={step === 'start' ? 'button' : 'button quiet'} onClick={() => setAsked(step)}>
              {WORDS[step].name}
            </button>
          ))}
        </p>
      ) : (
        <fieldset className="sure" disabled={busy}>
          <legend className="unseen">{WORDS[asked].name}</legend>
          <p>{WORDS[asked].after}</p>
          <button type="button" className="button" onClick={() => void take(asked)}>
            {WORDS[asked].sure}
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
