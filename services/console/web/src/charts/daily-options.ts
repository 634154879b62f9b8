import type { DayPoint } from '../../../src/answers.js';
import { money, moneyShort } from '../format/money.js';
import { count } from '../format/numbers.js';
import { day } from '../format/times.js';
import { bubble } from './bubble.js';
import { type ChartColours, tooltipOf } from './theme.js';

interface Daily {
  readonly days: readonly DayPoint[];
  readonly currency: string;
  readonly creditedOnly: boolean;
}

const LEFT_PX = 62;
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** Two panels over one row of days: revenue above, clicks below; no second axis to misread. */
export function dailyOptions({ days, currency, creditedOnly }: Daily, colours: ChartColours) {
  const categories = days.map((point) => day(point.day));
  const label = { color: colours.quiet, fontFamily: colours.font, fontSize: 11 };
  const axis = (gridIndex: number, shown: boolean) => ({
    type: 'category' as const,
    gridIndex,
    data: categories,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { ...label, show: shown, hideOverlap: true, margin: 10 },
    axisPointer: { type: 'shadow' as const, label: { show: false } },
  });
  const value = (gridIndex: number, format: (value: number) => string) => ({
    type: 'value' as const,
    gridIndex,
    splitNumber: gridIndex === 0 ? 4 : 2,
    minInterval: gridIndex === 0 ? 0 : 1,
    axisLabel: { ...label, formatter: format },
    splitLine: { lineStyle: { color: colours.line } },
  });
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    grid: [
      { left: LEFT_PX, right: 4, top: 8, height: '56%' },
      { left: LEFT_PX, right: 4, top: '70%', bottom: 26 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' as const }] },
    tooltip: tooltip({ days, currency, creditedOnly }, colours),
    xAxis: [axis(0, false), axis(1, true)],
    yAxis: [value(0, (amount) => moneyShort(amount, currency)), value(1, (clicks) => compact.format(clicks))],
    series: series({ days, currency, creditedOnly }, colours),
  };
}

function series({ days, creditedOnly }: Daily, colours: ChartColours) {
  const bar = { type: 'bar' as const, stack: 'revenue', barMaxWidth: 26, barCategoryGap: '28%' };
  const credited = { ...bar, name: 'credited', itemStyle: { color: colours.credit }, data: days.map((point) => point.credited_minor) };
  const rest = { ...bar, name: 'unattributed', itemStyle: { color: colours.rest }, data: days.map((point) => point.unattributed_minor) };
  const clicks = {
    type: 'line' as const,
    name: 'clicks',
    xAxisIndex: 1,
    yAxisIndex: 1,
    showSymbol: days.length === 1,
    symbolSize: 6,
    lineStyle: { color: colours.clicks, width: 1.75 },
    itemStyle: { color: colours.clicks },
    areaStyle: { color: colours.clicks, opacity: 0.1 },
    data: days.map((point) => point.clicks_valid),
  };
  return creditedOnly ? [credited, clicks] : [credited, rest, clicks];
}

function tooltip({ days, currency, creditedOnly }: Daily, colours: ChartColours) {
  return tooltipOf(colours, (place) => {
    const point = days[place];
    if (point === undefined) return '';
    const rows: readonly (readonly [string, string])[] = [
      ['Credited (D)', money(point.credited_minor, currency)],
      ...(creditedOnly ? [] : [['Unattributed', money(point.unattributed_minor, currency)] as const]),
      ['Valid clicks', count(point.clicks_valid)],
    ];
    return bubble(day(point.day, true), rows);
  });
}
