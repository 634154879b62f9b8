import type { CalibratedAnswer, CalibratedCreator, CreatorCalibrationAnswer, SuggestionAnswer } from '../../../../src/calibration-answers.js';
import { ago, TEST_REASONS } from '../../format/calibration.js';
import { money } from '../../format/money.js';
import { percent } from '../../format/numbers.js';
import { day } from '../../format/times.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Grade, MeasuredGrade } from '../../parts/grade.js';
import { IntervalBar, intervalText } from '../../parts/interval-bar.js';
import { Notice, Waiting } from '../../parts/notice.js';
import { reportPath, useView } from '../../view.js';

/** What experiments make of a creator's credit: beside it, never in its place. */
export function CreatorCalibration({ id }: { readonly id: string }) {
  const view = useView();
  const { data, problem, retry } = useLive<CreatorCalibrationAnswer>(reportPath(view, `creators/${encodeURIComponent(id)}/calibration`), SELDOM_MS);
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>Held against experiments</h2>
      </header>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && <Calibration creator={data.creator} currency={data.currency} />}
    </section>
  );
}

interface CalibrationProps {
  readonly creator: CalibratedCreator;
  readonly currency: string;
}

function Calibration({ creator, currency }: CalibrationProps) {
  const { parts, credit_minor, uncalibrated_minor, suggestion } = creator;
  return (
    <>
      {parts.map((part) => (
        <Part key={part.factor.experiment_id} part={part} currency={currency} />
      ))}
      {parts.length === 0 ? (
        <p className="says">
          No experiment of grade A or B that still holds covers {creator.name}
          {credit_minor === 0 ? ', and nothing is credited in these days.' : <>: how much of {money(credit_minor, currency)} was caused is not known.</>}
        </p>
      ) : (
        uncalibrated_minor !== 0 && (
          <p className="quiet">{money(uncalibrated_minor, currency)} of credit lie outside these experiments and are not calibrated.</p>
        )
      )}
      {suggestion !== null && <Suggestion suggestion={suggestion} currency={currency} />}
    </>
  );
}

function Part({ part, currency }: { readonly part: CalibratedAnswer; readonly currency: string }) {
  const { factor, credit_minor, calibrated_minor, baseline_minor, interval } = part;
  const most = Math.max(credit_minor, interval.high, calibrated_minor);
  return (
    <>
      <dl className="calibrated">
        <div>
          <dt>
            Credited by the model <Grade />
          </dt>
          <dd>{money(credit_minor, currency)}</dd>
        </div>
        <div>
          <dt>
            Of it caused <MeasuredGrade grade={factor.grade} />
          </dt>
          <dd>{money(calibrated_minor, currency)}</dd>
        </div>
        <div>
          <dt>Would have come anyway</dt>
          <dd>{money(baseline_minor, currency)}</dd>
        </div>
      </dl>
      <IntervalBar value={calibrated_minor} interval={interval} most={most} own />
      <p className="says">
        <strong>{factor.name}</strong> found {percent(factor.factor, 0)} of what this model credits to be caused: {intervalText(interval, currency)} of these
        days. Measured {ago(factor.age_days)}; the interval widens with age, and the factor lapses on {day(factor.lapses_at.slice(0, 10), true)}.
      </p>
    </>
  );
}

function Suggestion({ suggestion, currency }: { readonly suggestion: SuggestionAnswer; readonly currency: string }) {
  return (
    <p className="suggestion">
      <strong>Worth a test.</strong> {TEST_REASONS[suggestion.reason]}: {money(suggestion.at_stake_minor, currency)} of credit hang on not knowing.
    </p>
  );
}
