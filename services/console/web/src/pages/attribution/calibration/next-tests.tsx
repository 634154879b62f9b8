import type { CalibratedCreator, CalibrationAnswer, SuggestionAnswer } from '../../../../../src/calibration-answers.js';
import { TEST_REASONS } from '../../../format/calibration.js';
import { money } from '../../../format/money.js';
import { count } from '../../../format/numbers.js';
import { LengthBar } from '../../../parts/bars.js';
import { CreatorLabel } from '../../../parts/creator-label.js';
import { Grade } from '../../../parts/grade.js';
import { Link } from '../../../parts/link.js';
import { useView } from '../../../view.js';
import { experimentsView } from '../../experiments/address.js';

const SHOWN_MAX = 5;

type Suggested = CalibratedCreator & { readonly suggestion: SuggestionAnswer };

const isSuggested = (creator: CalibratedCreator): creator is Suggested => creator.suggestion !== null;

/** Where a test would tell most: by the credit of which nobody knows whether it was caused. */
export function NextTests({ answer: { creators, currency } }: { readonly answer: CalibrationAnswer }) {
  const { route } = useView();
  const suggested = creators.filter(isSuggested).toSorted((one, other) => other.suggestion.at_stake_minor - one.suggestion.at_stake_minor);
  const most = suggested[0]?.suggestion.at_stake_minor ?? 0;
  if (suggested.length === 0) return null;
  return (
    <section className="panel" aria-label="Worth a test next">
      <header className="panel-head">
        <h2>Worth a test next</h2>
        <Link className="button quiet" to={experimentsView(route, 'new')}>
          New experiment
        </Link>
      </header>
      <p className="quiet">In the order of the credit that hangs on not knowing.</p>
      <ul className="beside next-tests">
        {suggested.slice(0, SHOWN_MAX).map((creator) => (
          <li key={creator.creator_id}>
            <CreatorLabel creator={creator} />
            <LengthBar value={creator.suggestion.at_stake_minor} of={most} />
            <span className="beside-says">
              <span>
                <strong>{money(creator.suggestion.at_stake_minor, currency)}</strong> <Grade />
              </span>
              <small>{TEST_REASONS[creator.suggestion.reason]}</small>
            </span>
          </li>
        ))}
      </ul>
      {suggested.length > SHOWN_MAX && <p className="quiet note">And {count(suggested.length - SHOWN_MAX)} more in the table below.</p>}
    </section>
  );
}
