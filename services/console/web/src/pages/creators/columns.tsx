import type { CreatorRow } from '../../../../src/answers.js';
import { money, moneyPlain } from '../../format/money.js';
import { count, NONE, percent, returnPercent, share } from '../../format/numbers.js';
import { platformName } from '../../format/words.js';
import { LengthBar } from '../../parts/bars.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { Money } from '../../parts/money.js';
import type { Column } from '../../table/table.js';

/** What a column sorts by and what it exports, beside what it shows. */
export interface CreatorColumn extends Column<CreatorRow> {
  readonly sortBy: (row: CreatorRow) => number | string;
  readonly csv: readonly { readonly name: string; readonly value: (row: CreatorRow) => string | number }[];
}

const LAST = Number.NEGATIVE_INFINITY;

interface FigureColumn {
  readonly key: string;
  readonly name: string;
  readonly value: (row: CreatorRow) => number | null;
  readonly show: (value: number) => React.ReactNode;
  readonly plain?: (value: number) => string | number;
  readonly credited?: boolean;
}

function figure({ key, name, value, show, plain = (each) => each, credited = false }: FigureColumn): CreatorColumn {
  return {
    key,
    name,
    credited,
    figure: true,
    sortable: true,
    cell: (row) => shown(value(row), show),
    sortBy: (row) => value(row) ?? LAST,
    csv: [{ name: credited ? `${name} (D: attributed)` : name, value: (row) => plainly(value(row), plain) }],
  };
}

function shown(value: number | null, show: (value: number) => React.ReactNode): React.ReactNode {
  return value === null ? NONE : show(value);
}

function plainly(value: number | null, plain: (value: number) => string | number): string | number {
  return value === null ? '' : plain(value);
}

/** The creators table, from the left: who, what they brought in clicks, what they are credited with, what that cost. */
export function creatorColumns(currency: string, most: number): readonly CreatorColumn[] {
  const amount = { show: (value: number) => <Money minor={value} currency={currency} />, plain: (value: number) => moneyPlain(value, currency) };
  const ratio = (value: number) => value.toFixed(4);
  const who: CreatorColumn = {
    key: 'name',
    name: 'Creator',
    leads: true,
    sortable: true,
    cell: (row) => <CreatorLabel creator={row} stretch />,
    sortBy: (row) => row.name.toLowerCase(),
    csv: [
      { name: 'Creator', value: (row) => row.name },
      { name: 'Handle', value: (row) => row.handle },
      { name: 'Platform', value: (row) => (row.platform === '' ? '' : platformName(row.platform)) },
    ],
  };
  const revenue: CreatorColumn = {
    ...figure({ key: 'revenue', name: 'Revenue', value: (row) => row.revenue_minor, ...amount, credited: true }),
    cell: (row) => (
      <span className="with-bar">
        {money(row.revenue_minor, currency)}
        <LengthBar value={row.revenue_minor} of={most} />
      </span>
    ),
  };
  return [
    who,
    figure({ key: 'raw', name: 'Raw clicks', value: (row) => row.clicks_raw, show: count }),
    figure({ key: 'valid', name: 'Valid clicks', value: (row) => row.clicks_valid, show: count }),
    figure({ key: 'visitors', name: 'Visitor-days', value: (row) => row.visitor_days, show: count }),
    figure({ key: 'orders', name: 'Orders', value: (row) => row.orders_credited, show: share, credited: true }),
    revenue,
    figure({ key: 'cost', name: 'Spend', value: (row) => row.cost_minor, ...amount }),
    figure({ key: 'roi', name: 'ROI', value: (row) => row.roi, show: returnPercent, plain: ratio, credited: true }),
    figure({ key: 'cpa', name: 'CPA', value: (row) => row.cpa_minor, ...amount, credited: true }),
    figure({ key: 'cvr', name: 'CVR', value: (row) => row.cvr, show: (value) => percent(value, 2), plain: ratio, credited: true }),
    figure({ key: 'aov', name: 'AOV', value: (row) => row.aov_minor, ...amount, credited: true }),
  ];
}
