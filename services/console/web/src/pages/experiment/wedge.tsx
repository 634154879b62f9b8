import type { LiftResult, StepView } from '../../../../src/experiment-answers.js';
import { unitsName } from '../../format/designs.js';
import { effectText, metricName } from '../../format/effects.js';
import { day } from '../../format/times.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { drawText } from './lottery.js';

/** A stepped wedge as it is drawn in textbooks: a row an arm, a column a step, green once it is on. */
export function WedgePanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ fixed, lottery }) => (lottery === null || lottery.steps.length === 0 ? [] : [{ fixed, lottery }]));
  return views.map(({ fixed, lottery }) => (
    <section key={result.experiment_id} className="panel" aria-label="Step by step">
      <h2>
        Step by step <EvidenceGrade grade={result.grade} />
      </h2>
      <p className="says">{drawText(lottery, fixed?.p ?? null, unitsName(result.unit))}</p>
      <p className="quiet">
        In a cell: by how much the mean day of {metricName(result.metric)} lies above that of the days before the start. Read down a column: what is on beside
        what is not yet, on the same days, so that what happens to all counts for none.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="table-box" tabIndex={0} aria-label="Steps">
        <table className="table plain wedge">
          <thead>
            <tr>
              <th scope="col">Arm</th>
              {lottery.steps.map(({ from, to }) => (
                <th key={from} scope="col" className="figure">
                  {day(from)} – {day(to)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rowsOf(lottery.steps, result)}</tbody>
          <tfoot>
            <tr>
              <th scope="row">On less not yet on</th>
              {lottery.steps.map((step) => (
                <td key={step.from} className="figure">
                  {apartText(step, result)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  ));
}

function rowsOf(steps: readonly StepView[], result: LiftResult) {
  return (steps[0]?.arms ?? []).map(({ arm, units }) => (
    <tr key={arm}>
      <th scope="row">
        {arm} <small className="quiet">{units}</small>
      </th>
      {steps.map((step) => {
        const cell = step.arms.find((each) => each.arm === arm);
        return (
          <td key={step.from} className={cell?.on === true ? 'figure on' : 'figure'}>
            {cell === undefined ? '' : effectText(result, 'absolute', cell.mean)}
            <span className="unseen">{cell?.on === true ? ', on' : ', not yet on'}</span>
          </td>
        );
      })}
    </tr>
  ));
}

/** The means of units that are on less those that are not yet; where all are on there is nothing to hold them against. */
function apartText({ arms }: StepView, result: LiftResult): string {
  const mean = (on: boolean) => {
    const own = arms.filter((arm) => arm.on === on);
    const units = own.reduce((sum, arm) => sum + arm.units, 0);
    return units === 0 ? null : own.reduce((sum, arm) => sum + arm.mean * arm.units, 0) / units;
  };
  const [on, off] = [mean(true), mean(false)];
  return on === null || off === null ? 'none to compare' : effectText(result, 'absolute', on - off);
}
