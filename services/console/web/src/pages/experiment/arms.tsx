import type { ArmFigures, LiftResult } from '../../../../src/experiment-answers.js';
import { unitsName } from '../../format/designs.js';
import { capital, meanText, metricName } from '../../format/effects.js';
import { count, NONE } from '../../format/numbers.js';
import { type Column, Table } from '../../table/table.js';

/** What each arm had. While the number is withheld only the counts stand here: two means side by side are the number. */
export function Arms({ result }: { readonly result: LiftResult }) {
  if (result.arms.length === 0) return null;
  const withheld = result.withheld.length > 0;
  const columns: readonly Column<ArmFigures>[] = [
    { key: 'arm', name: 'Arm', leads: true, cell: (arm) => armName(result, arm) },
    { key: 'units', name: capital(unitsName(result.unit)), figure: true, cell: ({ n }) => count(n) },
    ...(withheld ? [] : measuredColumns(result)),
  ];
  return (
    <section className="panel">
      <h2>The arms</h2>
      <Table caption="Arms" columns={columns} rows={result.arms} keyOf={({ arm }) => arm} />
      {withheld && <p className="quiet note">What the arms bought is not shown while the number is withheld.</p>}
    </section>
  );
}

function armName({ grade }: LiftResult, { arm, control }: ArmFigures): string {
  if (grade === 'C') return `${arm} (${control ? 'unexposed' : 'exposed'})`;
  return control ? `${arm} (compared with)` : arm;
}

function measuredColumns(result: LiftResult): readonly Column<ArmFigures>[] {
  const mean = (arm: ArmFigures) => (
    <span className="with-interval">
      {meanText(result, arm.mean)}
      {arm.interval !== null && (
        <small>
          {meanText(result, arm.interval[0])} to {meanText(result, arm.interval[1])}
        </small>
      )}
    </span>
  );
  const columns: readonly Column<ArmFigures>[] = [
    { key: 'conversions', name: 'With an order', figure: true, cell: ({ conversions }) => (conversions === null ? NONE : count(conversions)) },
    { key: 'mean', name: capital(`${metricName(result.metric)} per ${result.unit === 'geo' ? 'market and day' : result.unit}`), figure: true, cell: mean },
  ];
  // What no arm has is no column.
  const known = { conversions: result.arms.some(({ conversions }) => conversions !== null), mean: result.arms.some((arm) => arm.mean !== null) };
  return columns.filter(({ key }) => known[key === 'conversions' ? key : 'mean']);
}
