import type { CalibratedAnswer, CalibrationAnswer, FactorAnswer } from '../../../../../src/calibration-answers.js';
import { ago, basisName } from '../../../format/calibration.js';
import { money } from '../../../format/money.js';
import { percent } from '../../../format/numbers.js';
import { day } from '../../../format/times.js';
import { Grade, MeasuredGrade } from '../../../parts/grade.js';
import { IntervalBar, intervalText } from '../../../parts/interval-bar.js';
import { Link } from '../../../parts/link.js';
import { pageAddress } from '../../../route/router.js';
import { useView } from '../../../view.js';

/** The experiments that say how much of this model's credit was caused, the newest first. */
export function Factors({ answer }: { readonly answer: CalibrationAnswer }) {
  const { factors } = answer;
  const most = Math.max(1.2, ...factors.map(({ interval }) => interval.high));
  return (
    <section className="panel" aria-label="What experiments found">
      <h2>What experiments found</h2>
      {factors.length === 0 ? (
        <p className="says">
          No experiment of grade A or B has said anything about this model’s credit yet. One on a creator, a campaign or a link does, once it has a number.
        </p>
      ) : (
        <>
          <p className="quiet">
            The dashed line is the credit itself: a bar left of it means that more is credited than was caused. The interval widens with age; after 180 days a
            factor lapses.
          </p>
          <ul className="beside factors">
            {factors.map((factor) => (
              <Factor key={`${factor.experiment_id} ${factor.measured_at}`} factor={factor} answer={answer} most={most} />
            ))}
          </ul>
        </>
      )}
      <Refusals answer={answer} />
    </section>
  );
}

/** Experiments that have a number, and none about this credit. */
function Refusals({ answer: { refusals } }: { readonly answer: CalibrationAnswer }) {
  const { route } = useView();
  if (refusals.length === 0) return null;
  return (
    <>
      <h3>What says nothing about it</h3>
      <ul className="plain" aria-label="Experiments that say nothing about this credit">
        {refusals.map(({ experiment_id, name, words }) => (
          <li key={experiment_id}>
            <Link to={pageAddress(route, 'experiments', experiment_id)}>{name === '' ? experiment_id : name}</Link>: {words}
          </li>
        ))}
      </ul>
    </>
  );
}

interface FactorProps {
  readonly factor: FactorAnswer;
  readonly answer: CalibrationAnswer;
  /** The scale's end. */
  readonly most: number;
}

function Factor({ factor, answer, most }: FactorProps) {
  const { route } = useView();
  const { experiment_id, name, grade, basis, caveat, interval, age_days, lapsed, lapses_at } = factor;
  return (
    <li className={lapsed ? 'lapsed' : ''}>
      <span>
        <MeasuredGrade grade={grade} /> <Link to={pageAddress(route, 'experiments', experiment_id)}>{name === '' ? experiment_id : name}</Link>
        <small className="quiet">
          by {basisName(basis)}; measured {ago(age_days)}, {lapsed ? 'lapsed' : 'holds until'} {day(lapses_at.slice(0, 10), true)}
        </small>
      </span>
      <IntervalBar value={factor.factor} interval={interval} most={most} mark={1} own={!lapsed} />
      <span className="beside-says">
        <span>
          <strong>{percent(factor.factor, 0)}</strong> of the credit was caused
        </span>
        <small>
          {percent(interval.low, 0)} to {percent(interval.high, 0)}
        </small>
        <Covered factor={factor} answer={answer} />
        {caveat !== '' && <small className="withheld">{caveat}</small>}
      </span>
    </li>
  );
}

/** What it makes of the credit of these days. */
function Covered({ factor: { experiment_id, grade, lapsed }, answer: { creators, currency } }: Omit<FactorProps, 'most'>) {
  if (lapsed) return <small className="withheld">It counts for nothing any more.</small>;
  const parts = creators.flatMap(({ parts: own }) => own.filter(({ factor }) => factor.experiment_id === experiment_id));
  if (parts.length === 0) return <small>It covers no credit of these days.</small>;
  const { credit_minor, calibrated_minor, interval } = together(parts);
  return (
    <small>
      {money(credit_minor, currency)} <Grade /> credited, {money(calibrated_minor, currency)} <MeasuredGrade grade={grade} /> caused (
      {intervalText(interval, currency)})
    </small>
  );
}

/** Parts of one factor are shares of one number: their ends add up. */
function together(parts: readonly CalibratedAnswer[]): Pick<CalibratedAnswer, 'credit_minor' | 'calibrated_minor' | 'interval'> {
  return parts.reduce(
    (sum, { credit_minor, calibrated_minor, interval }) => ({
      credit_minor: sum.credit_minor + credit_minor,
      calibrated_minor: sum.calibrated_minor + calibrated_minor,
      interval: { low: sum.interval.low + interval.low, high: sum.interval.high + interval.high },
    }),
    { credit_minor: 0, calibrated_minor: 0, interval: { low: 0, high: 0 } },
  );
}
