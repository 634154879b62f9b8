import type { ExperimentRow } from '../../../../src/experiment-answers.js';
import { methodName, unitsName } from '../../format/designs.js';
import { metricName } from '../../format/effects.js';
import { count, percent } from '../../format/numbers.js';
import { instantLong } from '../../format/times.js';
import { useView } from '../../view.js';

const DAY_MS = 86_400_000;
const PEOPLE: ReadonlySet<ExperimentRow['unit']> = new Set(['visitor', 'customer', 'email']);
const PER: Readonly<Partial<Record<ExperimentRow['unit'], string>>> = { geo: 'market and day', email: 'e-mail address' };

/** The experiment as it was written down: what fixes its analysis. */
export function WrittenDown({ experiment, title = 'As it was written down' }: { readonly experiment: ExperimentRow; readonly title?: string }) {
  const { workspace } = useView();
  const at = (instant: string | null) => (instant === null ? 'not yet' : instantLong(instant, workspace.time_zone));
  // Where somebody else decided, weights mean nothing.
  const drawn = experiment.assignment === 'hash' || experiment.assignment === 'lottery';
  const people = PEOPLE.has(experiment.unit);
  const total = experiment.arms.reduce((sum, { weight }) => sum + weight, 0);
  const rows: readonly (readonly [string, string])[] = [
    ['Id', experiment.id],
    ['Arms', experiment.arms.map(({ name, weight }) => (drawn ? `${name} ${percent(weight / total, 0)}` : name)).join(', ')],
    ['Compared with', experiment.control_arm],
    ['Figure', `${metricName(experiment.metric)} per ${PER[experiment.unit] ?? experiment.unit}, ${experiment.scale}`],
    ...(people ? [['Conversion window', `${count(experiment.conversion_window_ms / DAY_MS)} days`] as const] : []),
    ['Method', methodName(experiment.method)],
    ['Confidence', percent(1 - experiment.alpha, 0)],
    ...(people ? [['Narrowest at (N*)', narrowestText(experiment)] as const] : []),
    ['Scope', scopeText(experiment.scope)],
    ...(experiment.holdout_url === null ? [] : [['Held out to', experiment.holdout_url] as const]),
    ['Started', at(experiment.started_at)],
    ['Planned end', at(experiment.planned_end)],
    ...(experiment.stopped_at === null ? [] : [['Stopped', at(experiment.stopped_at)] as const]),
  ];
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{title}</h2>
        <span className="quiet">{experiment.state === 'draft' ? 'May still change' : 'Fixed since the start'}</span>
      </header>
      <dl className="written">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function narrowestText({ n_star, unit }: ExperimentRow): string {
  return n_star === null ? 'none: nothing is shown before the planned end' : `${count(n_star)} ${unitsName(unit)}`;
}

const LISTED_MAX = 6;

function scopeText({ link_ids, creator_ids, campaign_ids, geos }: ExperimentRow['scope']): string {
  const part = (name: string, ids: readonly string[]) => {
    if (ids.length === 0) return [];
    const more = ids.length > LISTED_MAX ? ` and ${ids.length - LISTED_MAX} more` : '';
    return [`${name} ${ids.slice(0, LISTED_MAX).join(', ')}${more}`];
  };
  const parts = [...part('links', link_ids), ...part('creators', creator_ids), ...part('campaigns', campaign_ids), ...part('markets', geos)];
  return parts.length === 0 ? 'everything' : parts.join('; ');
}
