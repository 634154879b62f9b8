import { type FiguresAnswer, type FiguresRow, LEVELS, type Level, type OutcomeFigures } from '../../../../src/attribution-answers.js';
import { count, NONE, percent, returnPercent, share } from '../../format/numbers.js';
import { span } from '../../format/times.js';
import { platformName } from '../../format/words.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { Choice } from '../../parts/choice.js';
import { Grade } from '../../parts/grade.js';
import { Link } from '../../parts/link.js';
import { Money } from '../../parts/money.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { changeQuery, pageAddress } from '../../route/router.js';
import { type Column, type FootRow, Table } from '../../table/table.js';
import { reportPath, useView } from '../../view.js';
import { Cohorts } from './cohorts.js';

const LEVEL_NAMES: Readonly<Record<Level, string>> = { creator: 'Creators', campaign: 'Campaigns', platform: 'Platforms', post: 'Posts', link: 'Links' };
const ROWS_SHOWN = 200;

/** Money and attention are never in one table: what attention would have cost is nobody's revenue. */
const SHOWS = [
  { id: 'money', name: 'Money' },
  { id: 'attention', name: 'Attention' },
] as const;
type Show = (typeof SHOWS)[number]['id'];

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
  const { rows, level } = answer;
  if (rows.length === 0) return <Empty title="Nothing was clicked, credited, spent or seen in these days." />;
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
  link: `${ADDS_UP} Costs are told of posts and creators, never of links: here they stand under no link.`,
};
const ATTENTION_NOTE =
  'Impressions and engagements (likes, comments, shares, saves) are what these days added, and add up at every level. Visitors do not: who came to two creators is one visitor of both. CTR counts clicks on posts whose impressions are known; engagement of several posts is weighted by followers or reach.';

const times = (ratio: number) => `${ratio.toFixed(2)}×`;

interface FigureColumn {
  readonly key: string;
  readonly name: string;
  readonly credited: boolean;
  readonly show: (figures: OutcomeFigures, currency: string) => React.ReactNode;
}

const amount = (minor: number | null, currency: string) => (minor === null ? NONE : <Money minor={Math.round(minor)} currency={currency} />);
/** 0 stands for what nobody told. */
const told = (value: number) => (value === 0 ? NONE : count(value));

const FIGURES: Readonly<Record<Show, readonly FigureColumn[]>> = {
  money: [
    { key: 'revenue', name: 'Revenue', credited: true, show: (of, currency) => amount(of.revenue_minor, currency) },
    { key: 'cost', name: 'Investment', credited: false, show: (of, currency) => amount(of.investment_minor, currency) },
    { key: 'roi', name: 'ROI', credited: true, show: (of) => returnPercent(of.roi_percent === null ? null : of.roi_percent / 100) },
    { key: 'roas', name: 'ROAS', credited: true, show: (of) => (of.roas === null ? NONE : times(of.roas)) },
    { key: 'cpa', name: 'CPA', credited: true, show: (of, currency) => amount(of.cpa_minor, currency) },
    { key: 'customers', name: 'New customers', credited: true, show: (of) => share(of.new_customers) },
    { key: 'aov', name: 'AOV', credited: true, show: (of, currency) => amount(of.aov_minor, currency) },
    { key: 'cvr', name: 'CVR', credited: true, show: (of) => percent(of.cvr, 2) },
  ],
  attention: [
    { key: 'impressions', name: 'Impressions', credited: false, show: (of) => told(of.impressions) },
    { key: 'clicks', name: 'Clicks', credited: false, show: (of) => count(of.clicks) },
    { key: 'visitors', name: 'Visitors', credited: false, show: (of) => count(of.visitors) },
    { key: 'ctr', name: 'CTR', credited: false, show: (of) => percent(of.ctr, 2) },
    { key: 'engagements', name: 'Engagements', credited: false, show: (of) => told(of.engagements) },
    { key: 'engagement', name: 'Of followers', credited: false, show: (of) => percent(of.engagement_rate_by_followers, 2) },
    { key: 'engagement-reach', name: 'Of reach', credited: false, show: (of) => percent(of.engagement_rate_by_reach, 2) },
    { key: 'emv', name: 'EMV', credited: false, show: (of, currency) => amount(of.emv_minor, currency) },
  ],
};

function columnsOf(answer: FiguresAnswer, show: Show): readonly Column<FiguresRow>[] {
  return [
    { key: 'name', name: LEVEL_NAMES[answer.level].slice(0, -1), leads: true, cell: (row) => <ScopeName row={row} level={answer.level} /> },
    ...FIGURES[show].map((figure): Column<FiguresRow> => ({ ...figure, figure: true, cell: (row) => figure.show(row, answer.currency) })),
  ];
}

function ScopeName({ row, level }: { readonly row: FiguresRow; readonly level: Level }) {
  const { route } = useView();
  if (row.scope === '') return <span className="quiet">{level === 'link' ? '(no link)' : '(not said)'}</span>;
  if (level === 'platform') return <strong>{platformName(row.scope)}</strong>;
  if (level !== 'creator') return <strong>{row.name}</strong>;
  return (
    <Link className="order-id stretch" to={pageAddress(route, 'creators', row.scope)}>
      {row.name}
    </Link>
  );
}

function footOf(answer: FiguresAnswer, show: Show): readonly FootRow[] {
  const cells = (of: OutcomeFigures) => FIGURES[show].map((figure) => figure.show(of, answer.currency));
  return [
    { key: 'total', label: 'All of them', cells: cells(answer.total), total: true },
    { key: 'benchmark', label: 'Your last 90 days', cells: cells(answer.benchmark) },
  ];
}
