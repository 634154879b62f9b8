import { useEffect, useState } from 'react';
import type { PlanAnswer, Refusal } from '../../../../../src/experiment-answers.js';
import { instantLong } from '../../../format/times.js';
import { type Sent, send } from '../../../live/send.js';
import { Notice } from '../../../parts/notice.js';
import { useView } from '../../../view.js';
import { isPeople, ofWeeks, questionOf } from './draft.js';
import { TextField } from './fields.js';
import { LotteryPlan } from './lottery-plan.js';
import { MarketPlan } from './market-plan.js';
import { PeoplePlan } from './people-plan.js';
import type { StepProps } from './step.js';

/** Typing is over when nothing was typed for so long. */
const TYPED_MS = 400;

/** How many, how long, what can be seen: asked of the workspace's own past while one types. */
export function PlanStep({ draft, change }: StepProps) {
  const { answer, refusal } = usePlan(draft);
  const { workspace } = useView();
  const people = isPeople(draft);
  return (
    <>
      <div className="form-row">
        <TextField
          kind="number"
          label="Effect worth seeing"
          unit="% of what there is without"
          value={draft.effect_percent}
          onChange={(effect_percent) => change({ effect_percent })}
        />
        <TextField
          kind="number"
          label="Power"
          unit="%"
          value={draft.power_percent}
          onChange={(power_percent) => change({ power_percent })}
          says="How often it is seen if it is there."
        />
      </div>
      {refusal !== undefined && <Notice problem={refusal} />}
      {answer === undefined && refusal === undefined && <p className="quiet">Reading your own past …</p>}
      {answer !== undefined && answer.reason !== '' && <p className="plan-reason">{answer.reason}</p>}
      {answer !== undefined && people && <PeoplePlan answer={answer} draft={draft} change={change} />}
      {answer?.markets != null && <MarketPlan choices={answer.markets} draft={draft} change={change} />}
      {answer?.lottery != null && <LotteryPlan choices={answer.lottery} draft={draft} change={change} />}
      <div className="form-row">
        <TextField
          kind="number"
          label="Length"
          unit="weeks"
          value={draft.weeks}
          onChange={(weeks) => change(ofWeeks(weeks, draft))}
          says={
            draft.kept.planned_end === null
              ? 'Full weeks, so that every weekday counts alike.'
              : `Until ${instantLong(draft.kept.planned_end, workspace.time_zone)}, as it was written down; another length counts from now.`
          }
        />
        {people && (
          <TextField
            kind="number"
            label="Narrowest at (N*)"
            unit="units"
            value={draft.n_star}
            onChange={(n_star) => change({ n_star })}
            says="Units of all arms at which the interval is as narrow as it can be. Fixed at the start; without it nothing is shown before the end."
          />
        )}
      </div>
    </>
  );
}

function usePlan(draft: StepProps['draft']): { readonly answer: PlanAnswer | undefined; readonly refusal: Refusal | undefined } {
  const { workspace } = useView();
  const path = `/api/${encodeURIComponent(workspace.workspace_id)}/plan`;
  const question = JSON.stringify(questionOf(draft));
  const [sent, setSent] = useState<Sent<PlanAnswer>>();
  useEffect(() => {
    let over = false;
    const timer = setTimeout(async () => {
      const next = await send<PlanAnswer>(path, JSON.parse(question));
      if (!over) setSent(next);
    }, TYPED_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, question]);
  if (sent === undefined) return { answer: undefined, refusal: undefined };
  return 'data' in sent ? { answer: sent.data, refusal: undefined } : { answer: undefined, refusal: sent.refusal };
}
