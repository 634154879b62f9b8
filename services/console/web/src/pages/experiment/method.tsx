import type { LiftResult } from '../../../../src/experiment-answers.js';

/** How it was found out, and what would make the evidence better or worse. */
export function Method({ result }: { readonly result: LiftResult }) {
  const { method, would_change } = result.words;
  return (
    <section className="panel" aria-label="Method">
      <h2>How this was found out</h2>
      <ul className="sentences">
        {method.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <h2>What would change the grade</h2>
      <ul className="sentences">
        {would_change.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
