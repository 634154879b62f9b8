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

/** The grade with its words, once a page. */
export function GradeLine() {
  return (
    <span className="grade-line">
      <Grade /> attributed, not incremental
    </span>
  );
}
