import type { CalibrationAnswer } from '../../../../src/calibration-answers.js';
import { money } from '../../format/money.js';
import { percent } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Grade } from '../../parts/grade.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { reportPath, useView } from '../../view.js';
import { CalibratedCreators } from './calibration/creators.js';
import { Factors } from './calibration/factors.js';
import { NextTests } from './calibration/next-tests.js';

/** How much of the credit experiments found to be caused: beside the credit, never in its place. */
export function CalibrationView() {
  const view = useView();
  const { data, stale, problem, retry } = useLive<CalibrationAnswer>(reportPath(view, 'attribution/calibration'), SELDOM_MS);
  if (problem !== undefined) return <Notice problem={problem} retry={retry} />;
  if (data === undefined) return <Waiting />;
  if (data.creators.length === 0 && data.factors.length === 0)
    return (
      <Empty title="Nothing was credited in these days, and nothing was tested.">
        <p>Where an experiment has a number, it says here how much of the credit it covers was caused.</p>
      </Empty>
    );
  return (
    <>
      <Known answer={data} />
      <Factors answer={data} />
      <NextTests answer={data} />
      {data.creators.length > 0 && <CalibratedCreators answer={data} stale={stale} />}
    </>
  );
}

/** How much of what is credited anything is known of. */
function Known({ answer: { creators, currency } }: { readonly answer: CalibrationAnswer }) {
  const { model } = useView();
  const credit = creators.reduce((sum, { credit_minor }) => sum + credit_minor, 0);
  const unknown = creators.reduce((sum, { uncalibrated_minor }) => sum + uncalibrated_minor, 0);
  if (credit <= 0) return null;
  return (
    <p className="says" role="status">
      {model.name} credits creators with {money(credit, currency)} <Grade /> in these days.{' '}
      {unknown === credit
        ? 'How much of that was caused, no experiment has said yet.'
        : `Of ${percent((credit - unknown) / credit, 0)} of it experiments say how much was caused; of ${money(unknown, currency)} nobody knows.`}
    </p>
  );
}
