import { DESIGN_WORDS } from '../../format/designs.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { Link } from '../../parts/link.js';
import { useView } from '../../view.js';
import { experimentsView } from './address.js';

const SHOWN = ['redirect_holdout', 'user_holdout', 'geo_holdout', 'market_switch_on'];

/** How to begin where there is no experiment yet. */
export function EmptyExperiments() {
  const { route, site, workspace } = useView();
  const simulated = site.workspaces.find((each) => each.simulated && each.workspace_id !== workspace.workspace_id);
  return (
    <section className="panel begin">
      <h2>No experiment has been written down yet</h2>
      <p>
        Credit says what orders came after. An experiment keeps some people, markets or weeks without, by lot, and so says what would not have come. You write
        it down first: what is compared, by which figure, for how long. From the start on nothing changes that fixes the analysis.
      </p>
      <ul className="begin-designs">
        {DESIGN_WORDS.filter(({ id }) => SHOWN.includes(id)).map((design) => (
          <li key={design.id}>
            <strong>
              <EvidenceGrade grade={design.grade} /> {design.name}
            </strong>
            <span>{design.asks}</span>
          </li>
        ))}
      </ul>
      <p>
        <Link className="button" to={experimentsView(route, 'new')}>
          Write the first one
        </Link>
      </p>
      {simulated !== undefined && (
        <p className="quiet">
          Or look at <Link to={`/w/${encodeURIComponent(simulated.workspace_id)}/experiments`}>a simulated one in the workspace {simulated.name}</Link> first.
        </p>
      )}
    </section>
  );
}
