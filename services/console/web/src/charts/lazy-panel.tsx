import { lazy, Suspense } from 'react';
import type { SeriesPanel } from '../../../src/experiment-answers.js';

const PanelChart = lazy(() => import('./panel-chart.js'));

interface PanelProps {
  readonly panel: SeriesPanel;
  /** The first day that counts. */
  readonly from: string;
  /** As a figure is written. */
  readonly write: (value: number) => string;
}

/** One market: what was, and what the others foretell. */
export function LazyPanelChart(props: PanelProps) {
  return (
    <Suspense fallback={<div className="chart small" />}>
      <PanelChart {...props} />
    </Suspense>
  );
}
