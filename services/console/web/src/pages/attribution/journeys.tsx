import type { CreatorsAnswer } from '../../../../src/answers.js';
import type { JourneyPath, JourneysAnswer } from '../../../../src/attribution-answers.js';
import { count } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Money } from '../../parts/money.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { changeQuery } from '../../route/router.js';
import { type Column, Table } from '../../table/table.js';
import { reportPath, useView } from '../../view.js';
import { JourneyLengths, JourneyTimes } from './spreads.js';

/** The ways people took to their orders: which, how long, how fast. */
export function JourneysView() {
  const view = useView();
  const creator = view.route.query.get('through') ?? '';
  const { data, stale, problem, retry } = useLive<JourneysAnswer>(reportPath(view, 'attribution/journeys', creator === '' ? {} : { creator }), SELDOM_MS);
  return (
    <>
      <Through chosen={creator} />
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && <Journeys answer={data} stale={stale} />}
    </>
  );
}

function Journeys({ answer, stale }: { readonly answer: JourneysAnswer; readonly stale: boolean }) {
  const { paths, paths_all, lengths } = answer;
  if (lengths.length === 0) return <Empty title="No order of these days has a journey yet." />;
  const orders = lengths.reduce((sum, length) => sum + length.orders, 0);
  const unknown = lengths.find((length) => length.touches === 0)?.orders ?? 0;
  return (
    <div className={stale ? 'stale' : ''}>
      <p className="says" role="status">
        {count(orders - unknown)} orders came by {count(paths_all)} different ways
        {unknown === 0 ? '.' : `; ${count(unknown)} more have no touch that is known.`} Only people who ordered are here.
      </p>
      <div className="grid even">
        <JourneyLengths answer={answer} />
        <JourneyTimes answer={answer} />
      </div>
      <section className="panel flush top-paths">
        <header className="panel-head">
          <h2>Most frequent ways</h2>
          {paths_all > paths.length && (
            <p className="quiet">
              {count(paths.length)} of {count(paths_all)}
            </p>
          )}
        </header>
        {paths.length === 0 ? (
          <Empty title="No order here has a known touch." />
        ) : (
          <Table caption="Most frequent ways" columns={columnsOf(answer)} rows={paths} keyOf={keyOf} />
        )}
      </section>
    </div>
  );
}

const keyOf = (path: JourneyPath) => `${path.touches}/${path.steps.map((step) => step.creator_id).join('>')}`;

function columnsOf(answer: JourneysAnswer): readonly Column<JourneyPath>[] {
  return [
    { key: 'way', name: 'Way', leads: true, cell: (path) => <Way path={path} /> },
    { key: 'touches', name: 'Touches', figure: true, cell: (path) => count(path.touches) },
    { key: 'orders', name: 'Orders', figure: true, cell: (path) => count(path.orders) },
    { key: 'revenue', name: 'Their revenue', figure: true, cell: (path) => <Money minor={path.revenue_minor} currency={answer.currency} /> },
  ];
}

function Way({ path }: { readonly path: JourneyPath }) {
  const rest = path.touches - path.steps.length;
  return (
    <span className="way">
      {path.steps.map((step, index) => (
        <span key={index}>{step.name}</span>
      ))}
      {rest > 0 && <span>and {count(rest)} more</span>}
    </span>
  );
}

/** Whose journeys. */
function Through({ chosen }: { readonly chosen: string }) {
  const view = useView();
  const { data } = useLive<CreatorsAnswer>(reportPath(view, 'creators'));
  const creators = [...(data?.creators ?? [])].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <div className="tools">
      <label className="field">
        <span>Journeys through</span>
        <select value={chosen} onChange={(event) => changeQuery({ through: event.target.value })}>
          <option value="">Anybody</option>
          {creators.map((creator) => (
            <option key={creator.creator_id} value={creator.creator_id}>
              {creator.name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
