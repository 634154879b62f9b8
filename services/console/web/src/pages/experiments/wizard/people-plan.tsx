import type { PlanAnswer } from '../../../../../src/experiment-answers.js';
import { unitsName } from '../../../format/designs.js';
import { meanText, metricName } from '../../../format/effects.js';
import { count, percent } from '../../../format/numbers.js';
import { useView } from '../../../view.js';
import { ofWeeks } from './draft.js';
import { TextField } from './fields.js';
import type { StepProps } from './step.js';

const WEEKS_SHOWN: readonly number[] = [1, 2, 3, 4, 6, 8, 12, 16, 20, 26];

interface PeoplePlanProps extends StepProps {
  readonly answer: PlanAnswer;
}

/** What the past says of the units, how many are needed, and what would be seen after each week. */
export function PeoplePlan({ answer, draft, change }: PeoplePlanProps) {
  const { people } = answer;
  const units = unitsName(draft.unit);
  return (
    <section className="plan" aria-label="Plan">
      <PastFigures answer={answer} draft={draft} change={change} />
      {people !== null && (
        <>
          <p className="plan-answer">
            {people.units_total === null ? (
              'No number of units sees an effect of that size.'
            ) : (
              <>
                <strong>
                  {count(people.units_total)} {units}
                </strong>{' '}
                see an effect of {percent(people.effect, 0)} in {percent(people.power, 0)} of cases, looking whenever you like
                {people.weeks === null ? (
                  '.'
                ) : (
                  <>
                    : that is{' '}
                    <strong>
                      {count(people.weeks)} {people.weeks === 1 ? 'week' : 'weeks'}
                    </strong>{' '}
                    of your traffic.
                  </>
                )}
              </>
            )}
          </p>
          {people.units_total !== null && (
            <button
              type="button"
              className="button quiet"
              onClick={() => change({ n_star: String(people.n_star ?? ''), ...(people.weeks === null ? {} : ofWeeks(String(people.weeks), draft)) })}
            >
              Take these
            </button>
          )}
          {people.guards
            .filter(({ passed }) => !passed)
            .map(({ name, detail }) => (
              <p key={name} className="withheld">
                {detail}.
              </p>
            ))}
          <Curve curve={people.curve} />
        </>
      )}
    </section>
  );
}

function PastFigures({ answer: { history }, draft, change }: PeoplePlanProps) {
  const { workspace } = useView();
  const measured = { metric: { kind: draft.metric }, currency: workspace.currency, in_money: draft.metric === 'revenue' };
  const rate = draft.metric === 'conversion_rate';
  return (
    <>
      {history !== null && history.units > 0 && (
        <p>
          Your own past: {count(history.units)} {unitsName(draft.unit)}
          {history.units_per_day === null ? ' known' : `, ${count(Math.round(history.units_per_day))} a day`}; {metricName(measured.metric)}{' '}
          {meanText(measured, history.mean)} per unit within the window.
        </p>
      )}
      <details className="better">
        <summary>I know better figures</summary>
        <div className="form-row">
          {rate && <TextField kind="number" label="Conversion rate without" unit="%" value={draft.mean} onChange={(mean) => change({ mean })} />}
          <TextField kind="number" label="Units a day" value={draft.units_per_day} onChange={(units_per_day) => change({ units_per_day })} />
        </div>
      </details>
    </>
  );
}

function Curve({ curve }: { readonly curve: NonNullable<PlanAnswer['people']>['curve'] }) {
  const shown = curve.filter(({ weeks }) => WEEKS_SHOWN.includes(weeks));
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label="What would be seen after each week">
      <table className="table plain">
        <thead>
          <tr>
            <th scope="col">After</th>
            <th scope="col" className="figure">
              Units
            </th>
            <th scope="col" className="figure">
              Least effect seen
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ weeks, units, effect }) => (
            <tr key={weeks}>
              <th scope="row">
                {weeks} {weeks === 1 ? 'week' : 'weeks'}
              </th>
              <td className="figure">{count(units)}</td>
              <td className="figure">{effect === null ? 'none' : percent(effect)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
