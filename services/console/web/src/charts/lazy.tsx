import { lazy, Suspense } from 'react';
import type { DayPoint } from '../../../src/answers.js';
import { money } from '../format/money.js';
import { count } from '../format/numbers.js';
import { day } from '../format/times.js';

const DailyChart = lazy(() => import('./daily-chart.js'));

interface DailyProps {
  readonly days: readonly DayPoint[];
  readonly currency: string;
  /** One creator's days have no unattributed part. */
  readonly creditedOnly?: boolean;
}

/** Revenue and valid clicks for each day; the drawing code is loaded when the first chart is shown. */
export function LazyDailyChart({ days, currency, creditedOnly = false }: DailyProps) {
  return (
    <>
      <ul className="chart-keys">
        <li>
          <i className="key credit" /> Credited to {creditedOnly ? 'this creator' : 'creators'} (D)
        </li>
        {!creditedOnly && (
          <li>
            <i className="key rest" /> Unattributed
          </li>
        )}
        <li>
          <i className="key clicks" /> Valid clicks
        </li>
      </ul>
      <Suspense fallback={<div className="chart" />}>
        <DailyChart days={days} currency={currency} creditedOnly={creditedOnly} />
      </Suspense>
      <DaysTable days={days} currency={currency} creditedOnly={creditedOnly} />
    </>
  );
}

/** The same figures for who cannot see the picture, or wants to read them. */
function DaysTable({ days, currency, creditedOnly = false }: DailyProps) {
  return (
    <details className="figures-of-chart">
      <summary>Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-box low" tabIndex={0} aria-label="Day by day as a table">
        <table className="table plain">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" className="figure">
                Credited (D)
              </th>
              {!creditedOnly && (
                <th scope="col" className="figure">
                  Unattributed
                </th>
              )}
              <th scope="col" className="figure">
                Valid clicks
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((point) => (
              <tr key={point.day}>
                <th scope="row">{day(point.day, true)}</th>
                <td className="figure">{money(point.credited_minor, currency)}</td>
                {!creditedOnly && <td className="figure">{money(point.unattributed_minor, currency)}</td>}
                <td className="figure">{count(point.clicks_valid)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
