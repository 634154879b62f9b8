import { figureText, type LiftResult } from '@touchline/evidence';
import { FAINT, GRID_LINE, INK, svgOf, WIDTH_PX } from './svg.js';

const ROW_PX = 44;
const FRAME_PX = 70;

interface Row {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly estimate: number;
}

/**
 * Effects with their intervals and a line at zero, as SVG without scripts; empty where there is nothing to draw. An open end is
 * drawn to the edge of what the others need.
 */
export function effectChart(result: LiftResult): string {
  const rows = rowsOf(result);
  if (rows.length === 0) return '';
  const scale = result.comparisons.map(({ fixed, sequential }) => (fixed ?? sequential)?.scale).find((each) => each !== undefined) ?? 'absolute';
  return svgOf(
    { width: WIDTH_PX, height: FRAME_PX + ROW_PX * rows.length },
    {
      grid: { left: 150, right: 40, top: 16, bottom: 40 },
      xAxis: {
        type: 'value',
        axisLabel: { formatter: (value: number) => figureText(result, scale, value), hideOverlap: true },
        splitLine: { lineStyle: { color: GRID_LINE } },
      },
      yAxis: { type: 'category', data: rows.map(({ name }) => name), inverse: true, axisLine: { show: false }, axisTick: { show: false } },
      series: [intervals(rows), estimates(rows)],
    },
  );
}

function rowsOf({ comparisons }: LiftResult): Row[] {
  const shown = comparisons.flatMap(({ arm, fixed, sequential, adjusted, winsorised }) => [
    { name: fixed === null ? arm : `${arm}, every look`, effect: sequential },
    { name: arm, effect: fixed },
    { name: `${arm}, adjusted`, effect: adjusted },
    { name: `${arm}, capped`, effect: winsorised },
  ]);
  const bounds = shown.flatMap(({ effect }) => [...(effect?.interval ?? []), effect?.estimate ?? null]).filter((value) => value !== null);
  const [least, most] = [Math.min(0, ...bounds), Math.max(0, ...bounds)];
  return shown.flatMap(({ name, effect }) => {
    if (effect?.estimate == null || effect.interval === null) return [];
    return [{ name, estimate: effect.estimate, low: effect.interval[0] ?? least, high: effect.interval[1] ?? most }];
  });
}

function intervals(rows: readonly Row[]) {
  const markLine = { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: INK, type: 'solid' as const }, data: [{ xAxis: 0 }] };
  return {
    type: 'custom' as const,
    encode: { x: [1, 2], y: 0 },
    data: rows.map(({ low, high }, place) => [place, low, high]),
    markLine,
    renderItem: (_: unknown, api: { value(place: number): unknown; coord(point: number[]): number[] }) => {
      const [left = 0, y = 0] = api.coord([Number(api.value(1)), Number(api.value(0))]);
      const [right = 0] = api.coord([Number(api.value(2)), Number(api.value(0))]);
      return { type: 'line' as const, shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke: FAINT, lineWidth: 6, lineCap: 'round' as const } };
    },
  };
}

function estimates(rows: readonly Row[]) {
  return { type: 'scatter' as const, symbolSize: 12, itemStyle: { color: INK }, data: rows.map(({ estimate }, place) => [estimate, place]) };
}
