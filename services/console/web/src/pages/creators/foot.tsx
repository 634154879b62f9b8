import type { CreatorsAnswer, CreditFigures } from '../../../../src/answers.js';
import { count, NONE, percent, returnPercent, share } from '../../format/numbers.js';
import { Money } from '../../parts/money.js';
import type { FootRow } from '../../table/table.js';

/** What creators are credited with, what nobody is, and both: the whole of the period's revenue. */
export function creatorFoot(answer: CreatorsAnswer): readonly FootRow[] {
  const { credited, unattributed, all, currency } = answer;
  return [
    { key: 'credited', label: 'All creators', cells: full(credited, currency) },
    { key: 'unattributed', label: '(unattributed)', cells: ordersOnly(unattributed, currency) },
    { key: 'all', label: 'All orders', cells: ordersOnly(all, currency), total: true },
  ];
}

function full(figures: CreditFigures, currency: string): FootRow['cells'] {
  return [
    count(figures.clicks_raw),
    count(figures.clicks_valid),
    count(figures.visitor_days),
    share(figures.orders_credited),
    <Money key="revenue" minor={figures.revenue_minor} currency={currency} />,
    <Money key="cost" minor={figures.cost_minor} currency={currency} />,
    returnPercent(figures.roi),
    figures.cpa_minor === null ? NONE : <Money key="cpa" minor={figures.cpa_minor} currency={currency} />,
    percent(figures.cvr, 2),
    figures.aov_minor === null ? NONE : <Money key="aov" minor={figures.aov_minor} currency={currency} />,
  ];
}

/** Clicks and spend belong to creators; beside nobody's orders they would only mislead. */
function ordersOnly(figures: CreditFigures, currency: string): FootRow['cells'] {
  const aov = figures.aov_minor === null ? NONE : <Money key="aov" minor={figures.aov_minor} currency={currency} />;
  const revenue = <Money key="revenue" minor={figures.revenue_minor} currency={currency} />;
  return ['', '', '', share(figures.orders_credited), revenue, '', '', '', '', aov];
}
