import { type Comparison, figureText, type LiftResult } from '@touchline/evidence';
import { ACCENT, GRID_LINE, INK, svgOf, WIDTH_PX } from './svg.js';

const HEIGHT_PX = 240;

/** How an effect came about: estimate and interval at each look; empty where there were fewer than two. An open end is drawn to the frame. */
export function courseChart(result: LiftResult, { over_time, fixed, sequential }: Comparison): string {
  const points = over_time.flatMap(({ at, estimate, interval }) => (estimate === null || interval === null ? [] : [{ at, estimate, interval }]));
  if (points.length < 2) return '';
  const scale = (fixed ?? sequential)?.scale ?? 'absolute';
  const known = points.flatMap(({ interval, estimate }) => [...interval, estimate]).filter((value) => value !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const band = points.map(({ at, interval: [low, high] }) => [at, low ?? least, high ?? most]);
  return svgOf(
    { width: WIDTH_PX, height: HEIGHT_PX },
    {
      grid: { left: 110, right: 40, top: 16, bottom: 40 },
      xAxis: { type: 'category', data: points.map(({ at }) => at.slice(0, 10)), axisTick: { alignWithLabel: true } },
      yAxis: {
        type: 'value',
        scale: true,
        axisLabel: { formatter: (value: number) => figureText(result, scale, value) },
        splitLine: { lineStyle: { color: GRID_LINE } },
      },
      series: [
        { type: 'custom', data: band.map(([, low, high], place) => [place, low, high]), encode: { x: 0, y: [1, 2] }, renderItem: bar, markLine: ZERO },
        { type: 'line', data: points.map(({ estimate }) => estimate), symbolSize: 9, lineStyle: { color: INK, width: 1.5 }, itemStyle: { color: INK } },
      ],
    },
  );
}

const ZERO = { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: INK, type: 'solid' as const }, data: [{ yAxis: 0 }] };

function bar(_: unknown, api: { value(place: number): unknown; coord(point: number[]): number[] }) {
  const [x = 0, low = 0] = api.coord([Number(api.value(0)), Number(api.value(1))]);
  const [, high = 0] = api.coord([Number(api.value(0)), Number(api.value(2))]);
  return {
    type: 'line' as const,
    shape: { x1: x, y1: low, x2: x, y2: high },
    style: { stroke: ACCENT, opacity: 0.45, lineWidth: 10, lineCap: 'round' as const },
  };
}
