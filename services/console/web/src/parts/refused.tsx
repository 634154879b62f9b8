import type { Refusal } from '../../../src/experiment-answers.js';

/** Why nothing was written, with the field that is wrong and the code to look it up by. */
export function Refused({ refusal, children }: { readonly refusal: Refusal; readonly children?: React.ReactNode }) {
  return (
    <div className="notice" role="alert">
      <p className="notice-what">
        <strong>Nothing was written.</strong> {refusal.message}
      </p>
      {/* Where the field is one step away, the general advice on fields says nothing. */}
      {children === undefined && <p>{refusal.remedy}</p>}
      <p className="notice-foot">
        <code>
          {refusal.code}
          {refusal.path === undefined || refusal.path === '' ? '' : ` ${refusal.path}`}
        </code>
        {children}
      </p>
    </div>
  );
}
