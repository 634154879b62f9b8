import type { SeriesPanel } from '../../../src/experiment-answers.js';
import { trueMinus } from '../format/numbers.js';
import { day } from '../format/times.js';
import { bubble } from './bubble.js';
import { type ChartColours, tooltipOf } from './theme.js';

interface Panel {
  readonly panel: SeriesPanel;
  readonly from: string;
  readonly write: (value: number) => string;
  readonly axis: (value: number) => string;
  readonly tall: boolean;
}

type Point = SeriesPanel['points'][number];

const SMALL_LEFT_PX = 46;
const TALL_LEFT_PX = 62;

/** Actual over foretold, the days that count shaded; tall, with what lies between below. */
export function panelOptions(drawn: Panel, colours: ChartColours) {
  const { panel, from, axis, tall } = drawn;
  const left = tall ? TALL_LEFT_PX : SMALL_LEFT_PX;
  const label = { color: colours.quiet, fontFamily: colours.font, fontSize: 11 };
  const days = panel.points.map((point) => day(point.day));
  const category = (gridIndex: number, shown: boolean) => ({
    type: 'category' as const,
    gridIndex,
    boundaryGap: false,
    data: days,
    axisTick: { show: false },
    axisLine: { onZero: false, lineStyle: { color: colours.line } },
    axisLabel: { ...label, show: shown, hideOverlap: true },
  });
  const value = (gridIndex: number) => ({
    type: 'value' as const,
    gridIndex,
    scale: gridIndex === 0,
    splitNumber: tall && gridIndex === 0 ? 4 : 2,
    axisLabel: { ...label, formatter: axis },
    splitLine: { lineStyle: { color: colours.line } },
  });
  const began = panel.points.findIndex((point) => point.day >= from);
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    grid: tall
      ? [
          { left, right: 8, top: 22, height: '54%' },
          { left, right: 8, top: '72%', bottom: 24 },
        ]
      : [{ left, right: 8, top: 8, bottom: 24 }],
    axisPointer: { link: [{ xAxisIndex: 'all' as const }] },
    tooltip: tooltipOf(colours, (place) => says(drawn, place)),
    xAxis: tall ? [category(0, false), category(1, true)] : [category(0, true)],
    yAxis: tall ? [value(0), value(1)] : [value(0)],
    series: [...lines(drawn, colours, began), ...(tall ? [between(panel.points, colours, began)] : [])],
  };
}

function says({ panel: { points }, write, from }: Panel, place: number): HTMLElement | '' {
  const point = points[place];
  if (point === undefined) return '';
  const { expected } = point;
  if (expected === null) return bubble(day(point.day, true), [['Actual', write(point.actual)]]);
  const since = points.slice(0, place + 1).filter((each) => each.day >= from);
  const sum = since.reduce((total, each) => total + apart(each), 0);
  return bubble(day(point.day, true), [
    ['Actual', write(point.actual)],
    ['Foretold', write(expected)],
    ['Between them', signed(write, apart(point))],
    ...(since.length === 0 ? [] : [['In all since the start', signed(write, sum)] as const]),
  ]);
}

const apart = ({ actual, expected }: Point) => (expected === null ? 0 : actual - expected);
const signed = (write: Panel['write'], value: number) => `${value > 0 ? '+' : ''}${trueMinus(write(value))}`;

function lines({ panel: { points }, tall }: Panel, colours: ChartColours, began: number) {
  const line = { type: 'line' as const, symbol: 'none', silent: true };
  return [
    {
      ...line,
      name: 'foretold',
      lineStyle: { color: colours.quiet, width: 1.5, type: 'dashed' as const },
      data: points.map(({ expected }) => expected),
      ...(began === -1 ? {} : counted(points.length, colours, { began, named: tall })),
    },
    { ...line, name: 'actual', lineStyle: { color: colours.credit, width: 2 }, data: points.map(({ actual }) => actual) },
  ];
}

/** The days that count lie on a ground of their own. */
function counted(points: number, colours: ChartColours, { began, named }: { readonly began: number; readonly named: boolean }) {
  const from: [object, object] = [{ xAxis: began }, { xAxis: points - 1 }];
  return {
    markArea: { silent: true, itemStyle: { color: colours.credit, opacity: 0.08 }, data: [from] },
    markLine: {
      symbol: 'none',
      silent: true,
      label: { show: named, formatter: 'counts from here', color: colours.quiet, fontFamily: colours.font, fontSize: 11, position: 'end' as const },
      lineStyle: { color: colours.quiet, type: 'solid' as const, width: 1 },
      data: [{ xAxis: began }],
    },
  };
}

/** What was less what was foretold: near zero before the start where the forecast is good. */
function between(points: readonly Point[], colours: ChartColours, began: number) {
  return {
    type: 'bar' as const,
    name: 'between',
    silent: true,
    xAxisIndex: 1,
    yAxisIndex: 1,
    barCategoryGap: '20%',
    data: points.map((point, place) => ({
      value: point.expected === null ? null : apart(point),
      itemStyle: { color: began !== -1 && place >= began ? colours.credit : colours.rest },
    })),
  };
}
