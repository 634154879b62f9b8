import { lazy, Suspense } from 'react';
import type { PanelChartProps } from './panel-chart.js';

const PanelChart = lazy(() => import('./panel-chart.js'));

/** What was and what the others foretell, of one market or of all together. */
export function LazyPanelChart(props: PanelChartProps) {
  return (
    <Suspense fallback={<div className={props.tall === true ? 'chart tall' : 'chart small'} />}>
      <PanelChart {...props} />
    </Suspense>
  );
}
