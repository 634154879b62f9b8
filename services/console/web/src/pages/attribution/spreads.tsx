import type { JourneysAnswer } from '../../../../src/attribution-answers.js';
import { count, percent } from '../../format/numbers.js';
import { LengthBar } from '../../parts/bars.js';

interface Row {
  readonly name: string;
  readonly orders: number;
}

/** How many touches led to an order. */
export function JourneyLengths({ answer }: { readonly answer: JourneysAnswer }) {
  const { lengths, touches_max } = answer;
  const last = lengths.at(-1)?.touches ?? 0;
  const rows = lengths
    .filter(({ touches }) => touches > 0)
    .map(({ touches, orders }) => ({ name: `${count(touches)}${touches === last && touches_max > last ? ' or more' : ''}`, orders }));
  return <Spread title="Touches before an order" head="Touches" rows={rows} says={touches_max > last ? `The longest had ${count(touches_max)}.` : ''} />;
}

const HOUR_MS = 3_600_000;
const NAMES = ['under an hour', '1 to 24 hours', '1 to 3 days', '3 to 7 days', '7 to 14 days', 'over 14 days'];

/** How long it took from the first click to the order. */
export function JourneyTimes({ answer }: { readonly answer: JourneysAnswer }) {
  const { times, median_ms, ninety_ms } = answer;
  const rows = times.map(({ orders }, index) => ({ name: NAMES[index] ?? '', orders }));
  const says =
    median_ms === null || ninety_ms === null
      ? 'No journey of these days began with a click.'
      : `Half took less than ${duration(median_ms)}, nine of ten less than ${duration(ninety_ms)}.`;
  return <Spread title="Time from the first click to the order" head="Time" rows={rows} says={says} />;
}

function duration(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours < 1) return `${count(Math.max(1, Math.round(hours * 60)))} min`;
  return hours < 48 ? `${count(Math.round(hours))} h` : `${count(Math.round(hours / 24))} days`;
}

interface SpreadProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly Row[];
  readonly says: string;
}

function Spread({ title, head, rows, says }: SpreadProps) {
  const all = rows.reduce((sum, { orders }) => sum + orders, 0);
  const most = Math.max(0, ...rows.map(({ orders }) => orders));
  return (
    <section className="panel">
      <h2>{title}</h2>
      <p className="quiet">{says}</p>
      <table className="table plain spread">
        <thead className="unseen">
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Orders</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, orders }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="spread-bar">
                <LengthBar value={orders} of={most} />
              </td>
              <td className="figure">
                {count(orders)} <small className="quiet">{percent(all === 0 ? 0 : orders / all, 0)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
