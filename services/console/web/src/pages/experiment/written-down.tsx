import type { Choosable, ExperimentRow, ScopeAnswer } from '../../../../src/experiment-answers.js';
import { methodName, unitsName } from '../../format/designs.js';
import { metricName } from '../../format/effects.js';
import { count, percent } from '../../format/numbers.js';
import { instantLong } from '../../format/times.js';
import { useView } from '../../view.js';

const DAY_MS = 86_400_000;
const PEOPLE: ReadonlySet<ExperimentRow['unit']> = new Set(['visitor', 'customer', 'email']);
const PER: Readonly<Partial<Record<ExperimentRow['unit'], string>>> = { geo: 'market and day', email: 'e-mail address' };

interface WrittenProps {
  readonly experiment: ExperimentRow;
  /** What its scope names, by name. */
  readonly scope: ScopeAnswer;
  readonly title?: string;
}

/** The experiment as it was written down: what fixes its analysis. */
export function WrittenDown({ experiment, scope, title = 'As it was written down' }: WrittenProps) {
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
    ['Scope', scopeText(scope, experiment.scope.geos)],
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

function scopeText({ links, creators, campaigns }: ScopeAnswer, geos: readonly string[]): string {
  const part = (name: string, names: readonly string[]) => {
    if (names.length === 0) return [];
    const more = names.length > LISTED_MAX ? ` and ${names.length - LISTED_MAX} more` : '';
    return [`${name} ${names.slice(0, LISTED_MAX).join(', ')}${more}`];
  };
  const called = (chosen: readonly Choosable[]) => chosen.map(({ name }) => name);
  const parts = [...part('links', called(links)), ...part('creators', called(creators)), ...part('campaigns', called(campaigns)), ...part('markets', geos)];
  return parts.length === 0 ? 'everything' : parts.join('; ');
}
