import type { CohortRow, CohortsAnswer } from '../../../../src/attribution-answers.js';
import { money } from '../../format/money.js';
import { share } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Notice, Waiting } from '../../parts/notice.js';
import { reportPath, useView } from '../../view.js';

/** What customers brought since they were acquired, by the month of their first order. */
export function Cohorts() {
  const view = useView();
  const { data, problem, retry } = useLive<CohortsAnswer>(reportPath(view, 'attribution/cohorts'), SELDOM_MS);
  return (
    <section className="panel cohorts">
      <header className="panel-head">
        <h2>What a customer brought since the first order</h2>
        <p className="quiet">Average of the cohort, refunds taken off, nothing foretold</p>
      </header>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && (data.cohorts.length === 0 ? <p className="quiet">No new customer is known yet.</p> : <CohortTable answer={data} />)}
    </section>
  );
}

function CohortTable({ answer }: { readonly answer: CohortsAnswer }) {
  const ages = Math.max(...answer.cohorts.map(({ ltv_minor }) => ltv_minor.length));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label="Lifetime value by cohort">
      <table className="table plain matrix">
        <caption className="unseen">Lifetime value by cohort</caption>
        <thead>
          <tr>
            <th scope="col">First order in</th>
            <th scope="col" className="figure">
              Customers
            </th>
            {Array.from({ length: ages }, (_, age) => (
              <th key={age} scope="col" className="figure">
                {age === 0 ? 'That month' : `+${age} mo`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.cohorts.map((cohort) => (
            <Cohort key={cohort.month} cohort={cohort} ages={ages} currency={answer.currency} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CohortProps {
  readonly cohort: CohortRow;
  readonly ages: number;
  readonly currency: string;
}

function Cohort({ cohort, ages, currency }: CohortProps) {
  const month = new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', month: 'short', year: 'numeric' }).format(new Date(`${cohort.month}-01T00:00:00Z`));
  return (
    <tr>
      <th scope="row">{month}</th>
      <td className="figure">{share(cohort.customers)}</td>
      {Array.from({ length: ages }, (_, age) => {
        const ltv = cohort.ltv_minor[age];
        return (
          <td key={age} className="figure">
            {ltv === undefined ? '' : money(ltv, currency)}
          </td>
        );
      })}
    </tr>
  );
}
