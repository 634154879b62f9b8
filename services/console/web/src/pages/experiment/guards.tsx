import type { LiftResult } from '../../../../src/experiment-answers.js';
import { guardName } from '../../format/designs.js';

/** What has to hold before a number is shown; what failed stands first. */
export function Guards({ result }: { readonly result: LiftResult }) {
  const guards = result.guards.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  const failed = guards.filter(({ passed }) => !passed).length;
  return (
    <section className="panel" aria-label="Guards">
      <header className="panel-head">
        <h2>Guards</h2>
        <span className={failed === 0 ? 'quiet' : 'withheld'}>{failed === 0 ? 'All hold' : `${failed} of ${guards.length} do not hold`}</span>
      </header>
      {guards.length === 0 && <p className="quiet">Nothing has been measured that could be guarded.</p>}
      <ul className="guards">
        {guards.map(({ name, detail, passed, withholds }) => (
          <li key={`${name} ${detail}`} className={passed ? 'holds' : 'fails'}>
            <i aria-hidden="true">{passed ? '✓' : '✗'}</i>
            <span className="unseen">{passed ? 'Holds:' : 'Does not hold:'}</span>
            <span>
              {guardName(name)}
              <small className="quiet">{detail}</small>
              {!passed && <small>{withholds === 'fixed' ? 'Withholds the figure of the planned end.' : 'Withholds every number.'}</small>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
