import type { ExperimentRow } from '../../../src/experiment-answers.js';
import { GRADE_WORDS } from '../format/designs.js';
import { Tip } from './tip.js';

/** The grade of an experiment’s evidence; it stands beside every figure of it (I8). */
export function EvidenceGrade({ grade }: { readonly grade: ExperimentRow['grade'] }) {
  return (
    <Tip className={`grade evidence grade-${grade.toLowerCase()}`} name={GRADE_WORDS[grade]} text={GRADE_WORDS[grade]}>
      {grade}
    </Tip>
  );
}
