/** The mark: the line, and the run from it to the goal. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M5 2v20" className="mark-line" />
      <path d="M5 17.5 18 5" className="mark-run" />
      <circle cx="18" cy="5" r="3" className="mark-ball" />
    </svg>
  );
}
