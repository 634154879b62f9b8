import { useMemo } from 'react';
import type { DayPoint } from '../../../src/answers.js';
import { money } from '../format/money.js';
import { count } from '../format/numbers.js';
import { day } from '../format/times.js';
import { dailyOptions } from './daily-options.js';
import type { ChartColours } from './theme.js';
import { useChart } from './use-chart.js';

interface DailyChartProps {
  readonly days: readonly DayPoint[];
  readonly currency: string;
  readonly creditedOnly: boolean;
}

/** Columns of revenue over a line of valid clicks, one pointer through both. */
export default function DailyChart({ days, currency, creditedOnly }: DailyChartProps) {
  const options = useMemo(() => (colours: ChartColours) => dailyOptions({ days, currency, creditedOnly }, colours), [days, currency, creditedOnly]);
  const box = useChart(options);
  const first = days[0];
  const last = days.at(-1);
  const credited = days.reduce((sum, point) => sum + point.credited_minor, 0);
  const clicks = days.reduce((sum, point) => sum + point.clicks_valid, 0);
  const says =
    first === undefined || last === undefined
      ? 'No days'
      : `${day(first.day)} to ${day(last.day)}: ${money(credited, currency)} credited, ${count(clicks)} valid clicks. The table below has every day.`;
  return <div ref={box} className="chart" role="img" aria-label={says} />;
}
