import { useMemo } from 'react';
import type { SeriesPanel } from '../../../src/experiment-answers.js';
import { day } from '../format/times.js';
import { panelOptions } from './panel-options.js';
import type { ChartColours } from './theme.js';
import { useChart } from './use-chart.js';

interface PanelChartProps {
  readonly panel: SeriesPanel;
  readonly from: string;
  readonly write: (value: number) => string;
}

export default function PanelChart({ panel, from, write }: PanelChartProps) {
  const options = useMemo(() => (colours: ChartColours) => panelOptions({ panel, from, write }, colours), [panel, from, write]);
  const box = useChart(options);
  const after = panel.points.filter((point) => point.day >= from);
  const sum = (read: (point: SeriesPanel['points'][number]) => number) => after.reduce((total, point) => total + read(point), 0);
  const says = `${panel.name}: since ${day(from)} ${write(sum(({ actual }) => actual))}, foretold ${write(sum(({ expected }) => expected ?? 0))}.`;
  return <div ref={box} className="chart small" role="img" aria-label={says} />;
}
