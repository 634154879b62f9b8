import { useState } from 'react';
import { Link } from '../../../parts/link.js';
import { pageAddress } from '../../../route/router.js';
import { useView } from '../../../view.js';
import { experimentsView } from '../address.js';
import { DesignStep } from './design-step.js';
import { type Draft, newDraft } from './draft.js';
import { FigureStep } from './figure-step.js';
import { PlanStep } from './plan-step.js';
import { ReviewStep } from './review-step.js';
import { ScopeStep } from './scope-step.js';
import { STEPS, type StepName, type StepProps } from './step.js';

/** Writes an experiment down step by step, or a draft anew; nothing leaves the page before the last one but questions to the planner. */
export function Wizard({ begun }: { readonly begun?: Draft }) {
  const { route } = useView();
  const [draft, setDraft] = useState<Draft>(begun ?? newDraft);
  const [step, setStep] = useState<StepName>('design');
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const place = STEPS.findIndex(({ id }) => id === step);
  const go = (to: StepName) => {
    setStep(to);
    window.scrollTo(0, 0);
  };
  const before = STEPS[place - 1];
  const after = STEPS[place + 1];
  return (
    <>
      <p className="back">
        {begun === undefined ? (
          <Link to={experimentsView(route, 'list')}>← All experiments</Link>
        ) : (
          <Link to={pageAddress(route, 'experiments', begun.id)}>← Back without changing it</Link>
        )}
      </p>
      <header className="head">
        <div className="head-title">
          <h1>{draft.name === '' ? 'New experiment' : draft.name}</h1>
          {begun !== undefined && <p className="quiet">A draft: everything may change until it starts.</p>}
        </div>
      </header>
      <ol className="wizard-steps" aria-label="Steps">
        {STEPS.map(({ id, name }) => (
          <li key={id}>
            <button type="button" aria-current={id === step ? 'step' : undefined} onClick={() => go(id)}>
              <span>{name}</span>
            </button>
          </li>
        ))}
      </ol>
      <section className="panel form" aria-label={STEPS[place]?.name ?? ''}>
        {step === 'review' ? <ReviewStep draft={draft} goTo={go} again={begun !== undefined} /> : <Step step={step} draft={draft} change={change} />}
        <p className="form-foot">
          {before !== undefined && (
            <button type="button" className="button quiet" onClick={() => go(before.id)}>
              Back
            </button>
          )}
          {after !== undefined && (
            <button type="button" className="button" onClick={() => go(after.id)}>
              Next: {after.name}
            </button>
          )}
        </p>
      </section>
    </>
  );
}

function Step({ step, ...props }: StepProps & { readonly step: Exclude<StepName, 'review'> }) {
  switch (step) {
    case 'design':
      return <DesignStep {...props} />;
    case 'scope':
      return <ScopeStep {...props} />;
    case 'figure':
      return <FigureStep {...props} />;
    case 'plan':
      return <PlanStep {...props} />;
  }
}
