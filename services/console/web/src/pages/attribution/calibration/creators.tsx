import type { CalibratedAnswer, CalibratedCreator, CalibrationAnswer } from '../../../../../src/calibration-answers.js';
import { TEST_REASONS } from '../../../format/calibration.js';
import { NONE, percent } from '../../../format/numbers.js';
import { CreatorLabel } from '../../../parts/creator-label.js';
import { MeasuredGrade } from '../../../parts/grade.js';
import { IntervalBar, intervalText } from '../../../parts/interval-bar.js';
import { Money } from '../../../parts/money.js';
import { type Column, Table } from '../../../table/table.js';

interface CreatorsProps {
  readonly answer: CalibrationAnswer;
  readonly stale: boolean;
}

/** Every creator's credit as the model gave it, and beside it what was caused, as far as anything says so. */
export function CalibratedCreators({ answer, stale }: CreatorsProps) {
  return (
    <section className="panel" aria-label="Creator by creator">
      <h2>Creator by creator</h2>
      <Table
        caption="Credit and what of it was caused"
        columns={columnsOf(answer.currency)}
        rows={answer.creators}
        keyOf={({ creator_id }) => creator_id}
        stale={stale}
      />
    </section>
  );
}

function columnsOf(currency: string): readonly Column<CalibratedCreator>[] {
  const amount = (minor: number) => <Money minor={minor} currency={currency} />;
  return [
    { key: 'name', name: 'Creator', leads: true, cell: (creator) => <CreatorLabel creator={creator} stretch /> },
    { key: 'credit', name: 'Credited', credited: true, figure: true, cell: ({ credit_minor }) => amount(credit_minor) },
    {
      key: 'interval',
      name: 'Of it caused',
      cell: ({ parts }) => (parts.length === 0 ? NONE : parts.map((part) => <Part key={part.factor.experiment_id} part={part} currency={currency} />)),
    },
    {
      key: 'unknown',
      name: 'Not known',
      figure: true,
      credited: true,
      cell: ({ credit_minor, uncalibrated_minor }) =>
        uncalibrated_minor === 0 ? (
          NONE
        ) : (
          <>
            {amount(uncalibrated_minor)} <small className="quiet">{credit_minor > 0 ? percent(uncalibrated_minor / credit_minor, 0) : ''}</small>
          </>
        ),
    },
    {
      key: 'agreement',
      name: 'Worth a test?',
      cell: ({ suggestion }) => (suggestion === null ? <span className="quiet">Not now</span> : TEST_REASONS[suggestion.reason]),
    },
  ];
}

function Part({ part: { factor, credit_minor, calibrated_minor, interval }, currency }: { readonly part: CalibratedAnswer; readonly currency: string }) {
  return (
    <span className="with-interval">
      <span>
        <Money minor={calibrated_minor} currency={currency} /> <MeasuredGrade grade={factor.grade} />
      </span>
      <IntervalBar value={calibrated_minor} interval={interval} most={Math.max(credit_minor, interval.high) * 1.1} mark={credit_minor} own />
      <small>
        {intervalText(interval, currency)}, by {factor.name}
      </small>
    </span>
  );
}
