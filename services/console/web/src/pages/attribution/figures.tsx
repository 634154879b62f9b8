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

const LEVEL_NAMES: Readonly<Record<Level, string>> = { creator: 'Creators', campaign: 'Campaigns', post: 'Posts', platform: 'Platforms' };
const ROWS_SHOWN = 200;

/** What was paid, what came of it, and how that stands beside the workspace's own last 90 days. */
export function FiguresView() {
  const view = useView();
  const level = LEVELS.find((each) => each === view.route.query.get('level')) ?? 'creator';
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
      </div>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && <Figures answer={data} stale={stale} />}
      <Cohorts />
    </>
  );
}

function Figures({ answer, stale }: { readonly answer: FiguresAnswer; readonly stale: boolean }) {
  const { benchmark, mer, mer_benchmark, rows, level } = answer;
  if (rows.length === 0) return <Empty title="Nothing was clicked, credited or spent in these days." />;
  return (
    <>
      <p className="says" role="status">
        {mer === null ? (
          'No investment is recorded for these days, so there is no return on it.'
        ) : (
          <>
            All revenue is <strong>{times(mer)}</strong> all investment (MER)
            {mer_benchmark !== null && `; over your last 90 days, ${span(benchmark.period.from, benchmark.period.to)}, it is ${times(mer_benchmark)}`}.
          </>
        )}
        {' ROI and ROAS count credited revenue alone '}
        <Grade />
        {'.'}
      </p>
      <Table
        caption={`Money figures by ${level}`}
        columns={columnsOf(answer)}
        rows={rows.slice(0, ROWS_SHOWN)}
        keyOf={(row) => row.scope}
        foot={footOf(answer)}
        stale={stale}
      />
      {rows.length > ROWS_SHOWN && (
        <p className="quiet">
          The {count(ROWS_SHOWN)} with the most credited revenue of {count(rows.length)}; the sums are of all.
        </p>
      )}
      {benchmark.ctr === null && (
        <p className="quiet note">CTR, EMV and engagement rates need impressions, reach and likes of posts, which are not reported to Touchline yet.</p>
      )}
    </>
  );
}

const times = (ratio: number) => `${ratio.toFixed(2)}×`;

interface FigureColumn {
  readonly key: string;
  readonly name: string;
  readonly credited: boolean;
  readonly show: (figures: OutcomeFigures, currency: string) => React.ReactNode;
}

const amount = (minor: number | null, currency: string) => (minor === null ? NONE : <Money minor={Math.round(minor)} currency={currency} />);

const FIGURES: readonly FigureColumn[] = [
  { key: 'revenue', name: 'Revenue', credited: true, show: (of, currency) => amount(of.revenue_minor, currency) },
  { key: 'cost', name: 'Investment', credited: false, show: (of, currency) => amount(of.investment_minor, currency) },
  { key: 'roi', name: 'ROI', credited: true, show: (of) => returnPercent(of.roi_percent === null ? null : of.roi_percent / 100) },
  { key: 'roas', name: 'ROAS', credited: true, show: (of) => (of.roas === null ? NONE : times(of.roas)) },
  { key: 'cpa', name: 'CPA', credited: true, show: (of, currency) => amount(of.cpa_minor, currency) },
  { key: 'customers', name: 'New customers', credited: true, show: (of) => share(of.new_customers) },
  { key: 'aov', name: 'AOV', credited: true, show: (of, currency) => amount(of.aov_minor, currency) },
  { key: 'cvr', name: 'CVR', credited: true, show: (of) => percent(of.cvr, 2) },
  { key: 'ctr', name: 'CTR', credited: false, show: (of) => percent(of.ctr, 2) },
  { key: 'emv', name: 'EMV', credited: false, show: (of, currency) => amount(of.emv_minor, currency) },
  { key: 'engagement', name: 'Engagement', credited: false, show: (of) => percent(of.engagement_rate_by_followers, 2) },
];

/** A column of which nothing at all is known is left out; the note below the table says why. */
function shownFigures({ rows, benchmark }: FiguresAnswer): readonly FigureColumn[] {
  const known = (figure: 'ctr' | 'emv_minor' | 'engagement_rate_by_followers') => [benchmark, ...rows].some((row) => row[figure] !== null);
  const hidden = new Set<string>();
  if (!known('ctr')) hidden.add('ctr');
  if (!known('emv_minor')) hidden.add('emv');
  if (!known('engagement_rate_by_followers')) hidden.add('engagement');
  return FIGURES.filter(({ key }) => !hidden.has(key));
}

function columnsOf(answer: FiguresAnswer): readonly Column<FiguresRow>[] {
  return [
    { key: 'name', name: LEVEL_NAMES[answer.level].slice(0, -1), leads: true, cell: (row) => <ScopeName row={row} level={answer.level} /> },
    ...shownFigures(answer).map((figure): Column<FiguresRow> => ({ ...figure, figure: true, cell: (row) => figure.show(row, answer.currency) })),
  ];
}

function ScopeName({ row, level }: { readonly row: FiguresRow; readonly level: Level }) {
  const { route } = useView();
  if (row.scope === '') return <span className="quiet">(not said)</span>;
  if (level === 'platform') return <strong>{platformName(row.scope)}</strong>;
  if (level !== 'creator') return <strong>{row.name}</strong>;
  return (
    <Link className="order-id stretch" to={pageAddress(route, 'creators', row.scope)}>
      {row.name}
    </Link>
  );
}

function footOf(answer: FiguresAnswer): readonly FootRow[] {
  const cells = (of: OutcomeFigures) => shownFigures(answer).map(({ show }) => show(of, answer.currency));
  return [
    { key: 'total', label: 'All of them', cells: cells(answer.total), total: true },
    { key: 'benchmark', label: 'Your last 90 days', cells: cells(answer.benchmark) },
  ];
}
