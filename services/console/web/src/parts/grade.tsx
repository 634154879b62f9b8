import { Tip } from './tip.js';

const TEXT = 'Grade D: attributed, not incremental. These orders came after a creator’s touch; how many would have come anyway is not known from this.';

/** The evidence grade every credited figure carries (I8). */
export function Grade() {
  return (
    <Tip className="grade" name="Evidence grade D: attributed, not incremental" text={TEXT}>
      D
    </Tip>
  );
}

const MEASURED: Readonly<Record<'A' | 'B', string>> = {
  A: 'Grade A: who was treated was drawn by lot, so what differs is what was caused.',
  B: 'Grade B: what was treated was chosen, and is compared with what the untreated would have predicted.',
};

/** The grade of a figure that an experiment measured (I8). */
export function MeasuredGrade({ grade }: { readonly grade: 'A' | 'B' }) {
  return (
    <Tip className="grade measured" name={`Evidence grade ${grade}: incremental, by an experiment`} text={MEASURED[grade]}>
      {grade}
    </Tip>
  );
}

/** The grade with its words, once a page. */
export function GradeLine() {
  return (
    <span className="grade-line">
      <Grade /> attributed, not incremental
    </span>
  );
}
