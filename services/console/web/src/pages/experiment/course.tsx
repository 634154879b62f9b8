import type { LiftResult } from '../../../../src/experiment-answers.js';
import { courseOf, isCourse } from '../../charts/course.js';
import { LazyCourseChart } from '../../charts/lazy-course.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';

/** The effect as it came about, look by look; nothing while the number is withheld (I8). */
export function CoursePanel({ result }: { readonly result: LiftResult }) {
  const courses = result.comparisons.map((comparison) => ({ comparison, course: courseOf(comparison, result) })).filter(({ course }) => isCourse(course));
  if (courses.length === 0) return null;
  const always = courses.some(({ comparison }) => comparison.fixed === null && comparison.sequential !== null);
  return (
    <section className="panel" aria-label="Over time">
      <header className="panel-head">
        <h2>
          How it came about <EvidenceGrade grade={result.grade} />
        </h2>
        {always && <span className="quiet">a confidence sequence: all of these intervals hold together, however often one looks</span>}
      </header>
      {courses.map(({ comparison, course }) => (
        <div key={comparison.arm}>
          {courses.length > 1 && (
            <h3>
              {comparison.arm} against {comparison.against}
            </h3>
          )}
          <LazyCourseChart course={course} result={result} />
        </div>
      ))}
    </section>
  );
}
