import { lazy, Suspense } from 'react';
import type { LiftResult } from '../../../src/experiment-answers.js';
import { boundsText, effectText } from '../format/effects.js';
import { instant } from '../format/times.js';
import { useView } from '../view.js';
import type { Course } from './course.js';

const CourseChart = lazy(() => import('./course-chart.js'));

interface CourseProps {
  readonly course: Course;
  readonly result: LiftResult;
}

/** How an effect came about; the drawing code is loaded when the first is shown. */
export function LazyCourseChart({ course, result }: CourseProps) {
  return (
    <>
      <Suspense fallback={<div className="chart low" />}>
        <CourseChart course={course} result={result} />
      </Suspense>
      <CourseTable course={course} result={result} />
    </>
  );
}

/** The same figures for who cannot see the picture, or wants to read them. */
function CourseTable({ course: { points, scale }, result }: CourseProps) {
  const { workspace } = useView();
  return (
    <details className="figures-of-chart">
      <summary>Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-box low" tabIndex={0} aria-label="Every look as a table">
        <table className="table plain">
          <thead>
            <tr>
              <th scope="col">Look</th>
              <th scope="col" className="figure">
                Effect ({result.grade})
              </th>
              <th scope="col" className="figure">
                Interval
              </th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ at, estimate, interval }) => (
              <tr key={at}>
                <th scope="row">{instant(at, workspace.time_zone)}</th>
                <td className="figure">{estimate === null ? 'too few yet' : effectText(result, scale, estimate)}</td>
                <td className="figure">{interval === null ? '' : boundsText(result, scale, interval)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
