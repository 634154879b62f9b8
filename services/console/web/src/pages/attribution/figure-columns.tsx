import type { FiguresAnswer, FiguresRow, Level, OutcomeFigures } from '../../../../src/attribution-answers.js';
import { count, NONE, percent, returnPercent, share } from '../../format/numbers.js';
import { platformName } from '../../format/words.js';
import { Link } from '../../parts/link.js';
import { Money } from '../../parts/money.js';
import { pageAddress } from '../../route/router.js';
import type { Column, FootRow } from '../../table/table.js';
import { useView } from '../../view.js';

export const LEVEL_NAMES: Readonly<Record<Level, string>> = { creator: 'Creators', campaign: 'Campaigns', platform: 'Platforms', post: 'Posts', link: 'Links' };

/** Money and attention are never in one table: what attention would have cost is nobody's revenue. */
export const SHOWS = [
  { id: 'money', name: 'Money' },
  { id: 'attention', name: 'Attention' },
] as const;
export type Show = (typeof SHOWS)[number]['id'];

export const times = (ratio: number) => `${ratio.toFixed(2)}×`;

interface FigureColumn {
  readonly key: string;
  readonly name: string;
  readonly credited: boolean;
  /** Costs and impressions are told of no link: there is nothing to show of one. */
  readonly ofLinks: boolean;
  readonly show: (figures: OutcomeFigures, currency: string) => React.ReactNode;
}

const amount = (minor: number | null, currency: string) => (minor === null ? NONE : <Money minor={Math.round(minor)} currency={currency} />);
/** 0 stands for what nobody told. */
const told = (value: number) => (value === 0 ? NONE : count(value));

const FIGURES: Readonly<Record<Show, readonly FigureColumn[]>> = {
  money: [
    { key: 'revenue', name: 'Revenue', credited: true, ofLinks: true, show: (of, currency) => amount(of.revenue_minor, currency) },
    { key: 'cost', name: 'Investment', credited: false, ofLinks: false, show: (of, currency) => amount(of.investment_minor, currency) },
    { key: 'roi', name: 'ROI', credited: true, ofLinks: false, show: (of) => returnPercent(of.roi_percent === null ? null : of.roi_percent / 100) },
    { key: 'roas', name: 'ROAS', credited: true, ofLinks: false, show: (of) => (of.roas === null ? NONE : times(of.roas)) },
    { key: 'cpa', name: 'CPA', credited: true, ofLinks: false, show: (of, currency) => amount(of.cpa_minor, currency) },
    { key: 'customers', name: 'New customers', credited: true, ofLinks: true, show: (of) => share(of.new_customers) },
    { key: 'aov', name: 'AOV', credited: true, ofLinks: true, show: (of, currency) => amount(of.aov_minor, currency) },
    { key: 'cvr', name: 'CVR', credited: true, ofLinks: true, show: (of) => percent(of.cvr, 2) },
  ],
  attention: [
    { key: 'impressions', name: 'Impressions', credited: false, ofLinks: false, show: (of) => told(of.impressions) },
    { key: 'clicks', name: 'Clicks', credited: false, ofLinks: true, show: (of) => count(of.clicks) },
    { key: 'visitors', name: 'Visitors', credited: false, ofLinks: true, show: (of) => count(of.visitors) },
    { key: 'ctr', name: 'CTR', credited: false, ofLinks: false, show: (of) => percent(of.ctr, 2) },
    { key: 'engagements', name: 'Engagements', credited: false, ofLinks: false, show: (of) => told(of.engagements) },
    { key: 'engagement', name: 'Rate by followers', credited: false, ofLinks: false, show: (of) => percent(of.engagement_rate_by_followers, 2) },
    { key: 'engagement-reach', name: 'Rate by reach', credited: false, ofLinks: false, show: (of) => percent(of.engagement_rate_by_reach, 2) },
    { key: 'emv', name: 'EMV', credited: false, ofLinks: false, show: (of, currency) => amount(of.emv_minor, currency) },
  ],
};

function figuresAt(level: Level, show: Show): readonly FigureColumn[] {
  return FIGURES[show].filter(({ ofLinks }) => ofLinks || level !== 'link');
}

/** Rows there is something to show of. */
export function rowsShown({ rows, level }: FiguresAnswer): readonly FiguresRow[] {
  return rows.filter(({ scope, revenue_minor, clicks }) => level !== 'link' || scope !== '' || revenue_minor !== 0 || clicks !== 0);
}

export function columnsOf(answer: FiguresAnswer, show: Show): readonly Column<FiguresRow>[] {
  return [
    { key: 'name', name: LEVEL_NAMES[answer.level].slice(0, -1), leads: true, cell: (row) => <ScopeName row={row} level={answer.level} /> },
    ...figuresAt(answer.level, show).map((figure): Column<FiguresRow> => ({ ...figure, figure: true, cell: (row) => figure.show(row, answer.currency) })),
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

export function footOf(answer: FiguresAnswer, show: Show): readonly FootRow[] {
  const cells = (of: OutcomeFigures) => figuresAt(answer.level, show).map((figure) => figure.show(of, answer.currency));
  return [
    { key: 'total', label: 'All of them', cells: cells(answer.total), total: true },
    { key: 'benchmark', label: 'Your last 90 days', cells: cells(answer.benchmark) },
  ];
}
