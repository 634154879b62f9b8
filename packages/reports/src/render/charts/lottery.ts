import type { LotteryView } from '@touchline/evidence';
import { GRID_LINE, INK, svgOf, WIDTH_PX } from './svg.js';

const ROW_PX = 46;
const FRAME_PX = 60;

/** Every unit that was drawn, a dot by what it did, a row for each arm; empty where there are none to show. */
export function lotteryChart({ units }: LotteryView, amount: (value: number) => string): string {
  const arms = [...new Set(units.map(({ arm }) => arm))];
  if (units.length === 0) return '';
  return svgOf(
    { width: WIDTH_PX, height: FRAME_PX + ROW_PX * arms.length },
    {
      grid: { left: 150, right: 40, top: 12, bottom: 36 },
      xAxis: { type: 'value', scale: true, axisLabel: { formatter: amount, hideOverlap: true }, splitLine: { lineStyle: { color: GRID_LINE } } },
      yAxis: { type: 'category', data: arms, inverse: true, axisLine: { show: false }, axisTick: { show: false } },
      series: [{ type: 'scatter', symbolSize: 11, itemStyle: { color: INK, opacity: 0.55 }, data: units.map(({ arm, outcome }) => [outcome, arm]) }],
    },
  );
}
