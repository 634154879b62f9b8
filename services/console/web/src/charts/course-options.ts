import type { EffectAt, LiftResult } from '../../../src/experiment-answers.js';
import { boundsText, effectText } from '../format/effects.js';
import { instant } from '../format/times.js';
import { bubble } from './bubble.js';
import type { Course } from './course.js';
import { type ChartColours, tooltipOf } from './theme.js';

interface Drawn {
  readonly course: Course;
  readonly result: LiftResult;
  readonly timeZone: string;
}

/** The first looks are so wide that everything after them would be a line: the axis shows this many times the last interval. */
const SHOWN_WIDTHS = 5;
const ROOM = 0.08;

/** A band from bound to bound, drawn as two stacked lines, the estimate through it, zero dashed. */
export function courseOptions({ course: { points, scale }, result, timeZone }: Drawn) {
  return (colours: ChartColours) => {
    const label = { color: colours.quiet, fontFamily: colours.font, fontSize: 11 };
    return {
      animation: false,
      textStyle: { fontFamily: colours.font },
      grid: { left: 84, right: 12, top: 10, bottom: 26 },
      tooltip: tooltipOf(colours, (place) => {
        const point = points[place];
        if (point === undefined) return '';
        const { at, estimate, interval } = point;
        const rows: readonly (readonly [string, string])[] =
          estimate === null
            ? [['Effect', 'too few units yet']]
            : [
                [`Effect (${result.grade})`, effectText(result, scale, estimate)],
                ['Interval', boundsText(result, scale, interval)],
              ];
        return bubble(instant(at, timeZone), rows);
      }),
      xAxis: {
        type: 'category' as const,
        boundaryGap: false,
        data: points.map(({ at }) => instant(at, timeZone)),
        axisTick: { show: false },
        axisLine: { onZero: false, lineStyle: { color: colours.line } },
        axisLabel: { ...label, hideOverlap: true, formatter: (text: string) => text.split(',')[0] ?? text },
      },
      yAxis: {
        type: 'value' as const,
        ...rangeOf(points),
        axisLabel: { ...label, showMinLabel: false, showMaxLabel: false, formatter: (value: number) => effectText(result, scale, value) },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: series(points, colours),
    };
  };
}

/** Around the last interval and zero, wide enough to see it narrow. */
function rangeOf(points: readonly EffectAt[]): { readonly min: number; readonly max: number } | Record<string, never> {
  const [low, high] = points.findLast(({ interval }) => interval !== null)?.interval ?? [null, null];
  if (low === null || high === null) return {};
  const width = Math.max(high - low, Number.MIN_VALUE) * SHOWN_WIDTHS;
  const middle = (high + low) / 2;
  const bounds = points.flatMap(({ interval }) => interval ?? []).filter((bound) => bound !== null);
  const least = Math.max(middle - width / 2, Math.min(0, ...bounds));
  const most = Math.min(middle + width / 2, Math.max(0, ...bounds));
  const room = (most - least) * ROOM;
  return { min: least - room, max: most + room };
}

function series(points: readonly EffectAt[], colours: ChartColours) {
  const line = { type: 'line' as const, symbol: 'none', silent: true };
  const edge = { ...line, stack: 'band', stackStrategy: 'all' as const, lineStyle: { opacity: 0 } };
  return [
    { ...edge, name: 'low', data: points.map(({ interval }) => interval?.[0] ?? null) },
    {
      ...edge,
      name: 'width',
      areaStyle: { color: colours.credit, opacity: 0.22 },
      data: points.map(({ interval }) => (interval?.[0] == null || interval[1] === null ? null : interval[1] - interval[0])),
    },
    {
      ...line,
      name: 'estimate',
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { color: colours.credit, width: 2 },
      itemStyle: { color: colours.credit },
      data: points.map(({ estimate }) => estimate),
    },
    { ...line, name: 'zero', lineStyle: { color: colours.quiet, width: 1, type: 'dashed' as const }, data: points.map(() => 0) },
  ];
}
