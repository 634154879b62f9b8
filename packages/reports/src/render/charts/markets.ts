import type { MarketView, SeriesPanel } from '@touchline/evidence';
import { ACCENT, FAINT, GRID_LINE, INK, svgOf, WIDTH_PX } from './svg.js';

const LARGE = { width: WIDTH_PX, height: 260 };
const SMALL = { width: 350, height: 150 };

/** Actual against expected: the first panel large, the others as small multiples. @param amount how a figure is written on the axis */
export function marketCharts({ panels, from }: MarketView, amount: (value: number) => string): { readonly large: string; readonly small: readonly string[] } {
  const [first, ...others] = panels.filter(({ points }) => points.length > 1);
  if (first === undefined) return { large: '', small: [] };
  return { large: panelChart(first, { from, amount, size: LARGE }), small: others.map((panel) => panelChart(panel, { from, amount, size: SMALL })) };
}

interface Drawn {
  readonly from: string;
  readonly amount: (value: number) => string;
  readonly size: typeof LARGE;
}

function panelChart({ name, points }: SeriesPanel, { from, amount, size }: Drawn): string {
  const small = size === SMALL;
  const days = points.map(({ day }) => day);
  const start = days.find((day) => day >= from) ?? from;
  const line = (values: readonly (number | null)[], color: string, dashed: boolean) => ({
    ...{ type: 'line' as const, data: values, symbol: 'none', itemStyle: { color } },
    lineStyle: { color, width: small ? 1.2 : 1.8, type: dashed ? ('dashed' as const) : ('solid' as const) },
  });
  const mark = { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: FAINT, type: 'solid' as const }, data: [{ xAxis: start }] };
  return svgOf(size, {
    title: { text: name, left: 4, top: 2, textStyle: { fontSize: small ? 12 : 14, fontWeight: 600, color: INK } },
    grid: { left: 64, right: 12, top: small ? 26 : 32, bottom: 26 },
    xAxis: { type: 'category', data: days, axisLabel: { formatter: (day: string) => day.slice(5), hideOverlap: true, fontSize: small ? 10 : 12 } },
    yAxis: {
      type: 'value',
      scale: true,
      boundaryGap: ['4%', '8%'],
      splitNumber: small ? 2 : 4,
      axisLabel: { formatter: amount, fontSize: small ? 10 : 12 },
      splitLine: { lineStyle: { color: GRID_LINE } },
    },
    series: [
      line(
        points.map(({ expected }) => expected),
        ACCENT,
        true,
      ),
      {
        ...line(
          points.map(({ actual }) => actual),
          INK,
          false,
        ),
        markLine: mark,
      },
    ],
  });
}
