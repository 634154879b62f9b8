import type { SeriesPanel } from '../../../src/experiment-answers.js';
import { day } from '../format/times.js';
import { bubble } from './bubble.js';
import { type ChartColours, tooltipOf } from './theme.js';

interface Panel {
  readonly panel: SeriesPanel;
  readonly from: string;
  readonly write: (value: number) => string;
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** Actual over foretold, and a line where the treatment began. */
export function panelOptions({ panel: { points }, from, write }: Panel, colours: ChartColours) {
  const label = { color: colours.quiet, fontFamily: colours.font, fontSize: 11 };
  const line = { type: 'line' as const, symbol: 'none', silent: true };
  const began = points.findIndex((point) => point.day >= from);
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    grid: { left: 44, right: 8, top: 8, bottom: 24 },
    tooltip: tooltipOf(colours, (place) => {
      const point = points[place];
      if (point === undefined) return '';
      return bubble(day(point.day, true), [
        ['Actual', write(point.actual)],
        ['Foretold', point.expected === null ? 'nothing' : write(point.expected)],
      ]);
    }),
    xAxis: {
      type: 'category' as const,
      boundaryGap: false,
      data: points.map((point) => day(point.day)),
      axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: colours.line } },
      axisLabel: { ...label, hideOverlap: true },
    },
    yAxis: {
      type: 'value' as const,
      scale: true,
      splitNumber: 3,
      axisLabel: { ...label, formatter: (value: number) => compact.format(value) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      { ...line, name: 'foretold', lineStyle: { color: colours.quiet, width: 1.5, type: 'dashed' as const }, data: points.map(({ expected }) => expected) },
      {
        ...line,
        name: 'actual',
        lineStyle: { color: colours.credit, width: 2 },
        data: points.map(({ actual }) => actual),
        ...(began === -1
          ? {}
          : { markLine: { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: colours.quiet }, data: [{ xAxis: began }] } }),
      },
    ],
  };
}
