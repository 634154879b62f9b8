import { useMemo } from 'react';
import type { LiftResult } from '../../../src/experiment-answers.js';
import { boundsText, effectText } from '../format/effects.js';
import { useView } from '../view.js';
import type { Course } from './course.js';
import { courseOptions } from './course-options.js';
import { useChart } from './use-chart.js';

interface CourseChartProps {
  readonly course: Course;
  readonly result: LiftResult;
}

/** The estimate within its band, look by look, and zero. */
export default function CourseChart({ course, result }: CourseChartProps) {
  const { workspace } = useView();
  const options = useMemo(() => courseOptions({ course, result, timeZone: workspace.time_zone }), [course, result, workspace.time_zone]);
  const box = useChart(options);
  const last = course.points.at(-1);
  const says =
    last?.estimate == null
      ? 'No look yet'
      : `${course.points.length} looks; at the last ${effectText(result, course.scale, last.estimate)}, ${boundsText(result, course.scale, last.interval)}. The table below has every look.`;
  return <div ref={box} className="chart low" role="img" aria-label={says} />;
}
