import { useMemo } from 'react';
import type { SeriesPanel } from '../../../src/experiment-answers.js';
import { day } from '../format/times.js';
import { panelOptions } from './panel-options.js';
import type { ChartColours } from './theme.js';
import { useChart } from './use-chart.js';

export interface PanelChartProps {
  readonly panel: SeriesPanel;
  /** The first day that counts. */
  readonly from: string;
  /** As a figure is written, and as short as an axis has it. */
  readonly write: (value: number) => string;
  readonly axis: (value: number) => string;
  /** With what lies between, day by day, below. */
  readonly tall?: boolean;
}

export default function PanelChart({ panel, from, write, axis, tall = false }: PanelChartProps) {
  const options = useMemo(() => (colours: ChartColours) => panelOptions({ panel, from, write, axis, tall }, colours), [panel, from, write, axis, tall]);
  const box = useChart(options);
  const after = panel.points.filter((point) => point.day >= from);
  const sum = (read: (point: SeriesPanel['points'][number]) => number) => after.reduce((total, point) => total + read(point), 0);
  const says = `${panel.name}: since ${day(from)} ${write(sum(({ actual }) => actual))}, foretold ${write(sum(({ expected }) => expected ?? 0))}.`;
  return <div ref={box} className={tall ? 'chart tall' : 'chart small'} role="img" aria-label={says} />;
}
