import type { ExperimentRow, ExperimentsAnswer, PortfolioAnswer, PortfolioRow } from '../../../../src/experiment-answers.js';
import { designWords, stateName } from '../../format/designs.js';
import { boundsText, effectText, metricName } from '../../format/effects.js';
import { NONE } from '../../format/numbers.js';
import { instant } from '../../format/times.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { Link } from '../../parts/link.js';
import { pageAddress } from '../../route/router.js';
import { type Column, Table } from '../../table/table.js';
import { useView, type View } from '../../view.js';

/** Every experiment with its grade and how far it has come, and what it shows as far as it does. */
export function ExperimentList({ answer }: { readonly answer: ExperimentsAnswer }) {
  const view = useView();
  const portfolio = useLive<PortfolioAnswer>(`/api/${encodeURIComponent(view.workspace.workspace_id)}/portfolio`, SELDOM_MS);
  const shown = new Map(portfolio.data?.rows.map((row) => [row.experiment_id, row]));
  const columns: readonly Column<ExperimentRow>[] = [
    { key: 'name', name: 'Experiment', leads: true, cell: (row) => <Name row={row} view={view} /> },
    { key: 'grade', name: 'Grade', cell: ({ grade }) => <EvidenceGrade grade={grade} /> },
    { key: 'state', name: 'State', cell: ({ state }) => <span className={`state ${state}`}>{stateName(state)}</span> },
    { key: 'finding', name: 'Shows', cell: (row) => <Shows row={row} found={shown.get(row.id)} waiting={portfolio.data === undefined} view={view} /> },
    { key: 'until', name: 'Planned end', cell: (row) => <span className="nowrap">{instant(row.planned_end, view.workspace.time_zone)}</span> },
  ];
  return (
    <section className="panel">
      <Table caption="Experiments" columns={columns} rows={answer.experiments} keyOf={({ id }) => id} />
      {answer.more && <p className="quiet note">There are more: `touchline experiments list` has all of them.</p>}
    </section>
  );
}

function Name({ row, view }: { readonly row: ExperimentRow; readonly view: View }) {
  return (
    <span className="two-lines">
      <Link to={pageAddress(view.route, 'experiments', row.id)}>{row.name}</Link>
      <small className="quiet">
        {designWords(row.design).name} · {metricName(row.metric)}
      </small>
    </span>
  );
}

interface ShowsProps {
  readonly row: ExperimentRow;
  readonly found: PortfolioRow | undefined;
  readonly waiting: boolean;
  readonly view: View;
}

function Shows({ row, found, waiting, view }: ShowsProps) {
  if (row.started_at === null) return <span className="quiet">Not started</span>;
  if (found === undefined) return <span className="quiet">{waiting ? 'Being judged' : NONE}</span>;
  if (found.withheld.length > 0) return <span className="withheld">Number withheld</span>;
  const measured = { ...found, currency: view.workspace.currency };
  return (
    <span className="two-lines">
      {found.effects.map(({ arm, effect }) => (
        <span key={arm}>
          {found.effects.length > 1 ? `${arm}: ` : ''}
          {effect?.estimate == null ? 'nothing yet' : effectText(measured, effect.scale, effect.estimate)}
          {effect?.interval != null && <small className="quiet"> {boundsText(measured, effect.scale, effect.interval)}</small>}
        </span>
      ))}
      {found.grade === 'C' && <small className="withheld">association, not incremental</small>}
    </span>
  );
}
