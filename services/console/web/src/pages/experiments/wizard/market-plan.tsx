import type { MarketChoice } from '../../../../../src/experiment-answers.js';
import { count, percent } from '../../../format/numbers.js';
import { ofWeeks } from './draft.js';
import type { StepProps } from './step.js';

const WEEK_DAYS = 7;

interface MarketPlanProps extends StepProps {
  readonly choices: readonly MarketChoice[];
}

/** Tests that never were, played on the markets' own history: which to treat, for how long, and what would be seen. */
export function MarketPlan({ choices, draft, change }: MarketPlanProps) {
  return (
    <section className="plan" aria-label="Plan">
      <p>
        Played on your markets’ own past with synthetic controls. Those that raise no false alarms stand first, and of them the one that sees the least effect.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-box" tabIndex={0} aria-label="Markets and durations">
        <table className="table plain">
          <thead>
            <tr>
              <th scope="col">Treat</th>
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
              <tr key={`${choice.markets.join()} ${choice.days}`}>
                <th scope="row">{choice.markets.join(', ')}</th>
                <td className="figure">{count(choice.days)}</td>
                <td className="figure">{choice.effect === null ? 'none' : percent(choice.effect)}</td>
                <td className="figure">{percent(choice.false_alarms, 0)}</td>
                <td>
                  <button type="button" className="button quiet" onClick={() => change(ofWeeks(String(Math.ceil(choice.days / WEEK_DAYS)), draft))}>
                    Take its length
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
