import type { LotteryChoice } from '../../../../../src/experiment-answers.js';
import { unitsName } from '../../../format/designs.js';
import { count, percent } from '../../../format/numbers.js';
import type { StepProps } from './step.js';

const WEEK_DAYS = 7;

interface LotteryPlanProps extends StepProps {
  readonly choices: readonly LotteryChoice[];
}

/** Lotteries that never were, drawn on the workspace's own past: how many, for how long, and what would be seen. */
export function LotteryPlan({ choices, draft, change }: LotteryPlanProps) {
  const drawn = choices.every((choice) => choice.drawn);
  return (
    <section className="plan" aria-label="Plan">
      <p>
        {drawn
          ? 'Drawn again and again on your own past, where nothing happened, each time with an effect put on top. The one that sees the least effect stands first.'
          : 'Your past is shorter than such a test, so this is the textbook’s answer for units that vary as yours did.'}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-box" tabIndex={0} aria-label="Numbers and durations">
        <table className="table plain">
          <thead>
            <tr>
              <th scope="col">Draw from</th>
              <th scope="col" className="figure">
                Days
              </th>
              <th scope="col" className="figure">
                Least effect seen
              </th>
              <th scope="col" className="figure">
                False alarms
              </th>
              <th scope="col">
                <span className="unseen">Take it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {choices.map((choice) => (
              <Row key={`${choice.units} ${choice.days}`} choice={choice} draft={draft} change={change} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ choice, draft, change }: StepProps & { readonly choice: LotteryChoice }) {
  const { units, days, effect, false_alarms } = choice;
  return (
    <tr>
      <th scope="row">
        {count(units)} {unitsName(draft.unit)}
      </th>
      <td className="figure">{count(days)}</td>
      <td className="figure">{effect === null ? 'none' : percent(effect)}</td>
      <td className="figure">{false_alarms === null ? '–' : percent(false_alarms, 0)}</td>
      <td>
        <button type="button" className="button quiet" onClick={() => change({ weeks: String(Math.ceil(days / WEEK_DAYS)) })}>
          Take its length
        </button>
      </td>
    </tr>
  );
}
