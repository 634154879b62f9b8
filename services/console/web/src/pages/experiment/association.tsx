import type { AssociationView, LiftResult } from '../../../../src/experiment-answers.js';
import { effectText } from '../../format/effects.js';
import { count, percent } from '../../format/numbers.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { type Column, Table } from '../../table/table.js';

type Balance = AssociationView['balance'][number];

/** Grade C: how alike exposed and unexposed people were made, and what would overturn it. Nothing here is incremental (I8). */
export function AssociationPanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ arm, association }) => (association === null ? [] : [{ arm, association }]));
  return views.map(({ arm, association }) => (
    <section key={arm} className="panel" aria-label="How alike they are">
      <h2>
        How alike they are <EvidenceGrade grade="C" />
      </h2>
      <p className="says">
        {count(association.exposed)} exposed against {count(association.unexposed)} unexposed; {percent(association.outside_overlap)} have no counterpart and
        are left out. {eValueText(association)}
      </p>
      <Table caption="Standardised differences before and after" columns={COLUMNS} rows={association.balance} keyOf={({ covariate }) => covariate} />
      <ul className="besides quiet">
        {association.estimators.map(({ name, estimate }) => (
          <li key={name}>
            {name.replaceAll('_', ' ')}: {effectText(result, 'absolute', estimate)}
          </li>
        ))}
      </ul>
    </section>
  ));
}

const COLUMNS: readonly Column<Balance>[] = [
  { key: 'covariate', name: 'What told them apart', leads: true, cell: ({ covariate }) => covariate.replaceAll('_', ' ') },
  { key: 'before', name: 'Difference before', figure: true, cell: ({ before }) => before.toFixed(3) },
  { key: 'after', name: 'After adjusting', figure: true, cell: ({ after }) => after.toFixed(3) },
];

function eValueText({ e_value }: AssociationView): string {
  if (e_value === null) return '';
  return `Something unseen that makes both exposure and buying ${e_value.toFixed(2)} times as likely would explain it away.`;
}
