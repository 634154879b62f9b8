import { type FiguresAnswer, LEVELS, type Level } from '../../../../src/attribution-answers.js';
import { count } from '../../format/numbers.js';
import { span } from '../../format/times.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Choice } from '../../parts/choice.js';
import { Grade } from '../../parts/grade.js';
import { Money } from '../../parts/money.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { changeQuery } from '../../route/router.js';
import { Table } from '../../table/table.js';
import { reportPath, useView } from '../../view.js';
import { Cohorts } from './cohorts.js';
import { columnsOf, footOf, LEVEL_NAMES, rowsShown, SHOWS, type Show, times } from './figure-columns.js';

const ROWS_SHOWN = 200;

/** What was paid, what came of it, and how that stands beside the workspace's own last 90 days. */
export function FiguresView() {
  const view = useView();
  const level = LEVELS.find((each) => each === view.route.query.get('level')) ?? 'creator';
  const show = SHOWS.find(({ id }) => id === view.route.query.get('show'))?.id ?? 'money';
  const { data, stale, problem, retry } = useLive<FiguresAnswer>(reportPath(view, 'attribution/figures', { level }), SELDOM_MS);
  return (
    <>
      <div className="tools">
        <Choice
          legend="Figures by"
          options={LEVELS.map((id) => ({ id, name: LEVEL_NAMES[id] }))}
          value={level}
          onChange={(id) => changeQuery({ level: id === 'creator' ? '' : id })}
        />
        <Choice legend="Figures of" options={SHOWS} value={show} onChange={(id) => changeQuery({ show: id === 'money' ? '' : id })} />
      </div>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && <Figures answer={data} show={show} stale={stale} />}
      <Cohorts />
    </>
  );
}

interface FiguresProps {
  readonly answer: FiguresAnswer;
  readonly show: Show;
  readonly stale: boolean;
}

function Figures({ answer, show, stale }: FiguresProps) {
  const { level } = answer;
  const rows = rowsShown(answer);
  if (answer.rows.length === 0) return <Empty title="Nothing was clicked, credited, spent or seen in these days." />;
  const Says = show === 'money' ? MoneySays : AttentionSays;
  return (
    <>
      <p className="says" role="status">
        <Says answer={answer} />
      </p>
      <Table
        caption={show === 'money' ? `Money figures by ${level}` : `Attention by ${level}`}
        columns={columnsOf(answer, show)}
        rows={rows.slice(0, ROWS_SHOWN)}
        keyOf={(row) => row.scope}
        foot={footOf(answer, show)}
        stale={stale}
      />
      {rows.length > ROWS_SHOWN && (
        <p className="quiet">
          The {count(ROWS_SHOWN)} with the most credited revenue of {count(rows.length)}; the sums are of all.
        </p>
      )}
      <p className="quiet note">{show === 'money' ? MONEY_NOTES[level] : ATTENTION_NOTE}</p>
    </>
  );
}

function MoneySays({ answer: { benchmark, mer, mer_benchmark } }: { readonly answer: FiguresAnswer }) {
  if (mer === null) return 'No investment is recorded for these days, so there is no return on it.';
  return (
    <>
      All revenue is <strong>{times(mer)}</strong> all investment (MER)
      {mer_benchmark !== null && `; over your last 90 days, ${span(benchmark.period.from, benchmark.period.to)}, it is ${times(mer_benchmark)}`}. ROI and ROAS
      count credited revenue alone <Grade />.
    </>
  );
}

function AttentionSays({ answer: { total, currency } }: { readonly answer: FiguresAnswer }) {
  if (total.impressions === 0) {
    return (
      <>
        No impressions of posts are reported for these days. <code>touchline metrics import FILE</code> or <code>post_metrics_recorded</code> brings them.
      </>
    );
  }
  const priced = total.emv_minor === null ? undefined : <Money minor={Math.round(total.emv_minor)} currency={currency} />;
  return (
    <>
      Posts were shown <strong>{count(total.impressions)}</strong> times.{' '}
      {priced === undefined ? (
        <>
          What that would have cost elsewhere (EMV) is not known: <code>touchline cpms set PLATFORM PRICE</code> says what 1,000 impressions cost you.
        </>
      ) : (
        <>
          Bought elsewhere, {total.emv_impressions === total.impressions ? 'they' : `the ${count(total.emv_impressions)} on platforms you set a price for`}{' '}
          would have cost <strong>{priced}</strong> (EMV). That is no revenue, and part of none.
        </>
      )}
    </>
  );
}

const ADDS_UP = 'Revenue, investment, orders and clicks add up to the same whole at every level; a rate of the whole is made of its sums.';
const MONEY_NOTES: Readonly<Record<Level, string>> = {
  creator: ADDS_UP,
  campaign: ADDS_UP,
  platform: `${ADDS_UP} A cost or click is its post’s platform’s, else its creator’s.`,
  post: ADDS_UP,
  link: `${ADDS_UP} Costs are told of posts and creators, never of links.`,
};
const ATTENTION_NOTE =
  'Impressions, engagements (likes, comments, shares, saves) and clicks are what these days added, and add up at every level; of links only clicks are known. Visitors do not: who came to two creators is one visitor of both. CTR counts clicks on posts whose impressions are known; engagement of several posts is weighted by followers or reach.';
