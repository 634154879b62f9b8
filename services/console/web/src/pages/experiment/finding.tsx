import type { Comparison, Effect, LiftResult } from '../../../../src/experiment-answers.js';
import { guardName } from '../../format/designs.js';
import { boundsText, capital, effectText, figureText, metricName, pText, ratioText, wholeText } from '../../format/effects.js';
import { money } from '../../format/money.js';
import { percent } from '../../format/numbers.js';
import { instantLong } from '../../format/times.js';
import { sidesOf, verdictText, withoutInterval } from '../../format/verdict.js';
import { EffectBar, stretchOf } from '../../parts/effect-bar.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { useView } from '../../view.js';
import { Bayesian } from './bayesian.js';

/** What was found, by its title and never without its grade (I8); or why no number is shown. */
export function Finding({ result }: { readonly result: LiftResult }) {
  const { workspace } = useView();
  const withheld = result.withheld.length > 0;
  const shown = result.comparisons.map(effectOf);
  const stretch = stretchOf(shown);
  return (
    <section className="panel finding" aria-label="Finding">
      <header className="panel-head">
        <h2>
          <EvidenceGrade grade={result.grade} /> {result.title}
        </h2>
        <span className="quiet">as of {instantLong(result.as_of, workspace.time_zone)}</span>
      </header>
      {withheld && <Withheld result={result} />}
      {!withheld && result.comparisons.map((comparison) => <Compared key={comparison.arm} comparison={comparison} result={result} stretch={stretch} />)}
      {result.words.notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
    </section>
  );
}

const effectOf = ({ fixed, sequential }: Comparison) => fixed ?? sequential;

function Withheld({ result }: { readonly result: LiftResult }) {
  const failed = result.guards.filter(({ passed }) => !passed);
  return (
    <div className="withheld-box" role="note">
      <p className="score-figure">No number is shown</p>
      <ul>
        {failed.length > 0
          ? failed.map(({ name, detail }) => (
              <li key={`${name} ${detail}`}>
                <strong>Not so: {guardName(name).toLowerCase()}.</strong> {detail}.
              </li>
            ))
          : result.withheld.map((reason) => <li key={reason}>{capital(reason)}.</li>)}
      </ul>
    </div>
  );
}

interface ComparedProps {
  readonly comparison: Comparison;
  readonly result: LiftResult;
  readonly stretch: ReturnType<typeof stretchOf>;
}

function Compared({ comparison, result, stretch }: ComparedProps) {
  const effect = effectOf(comparison);
  const [side, other] = sidesOf(result, comparison);
  const several = result.comparisons.length > 1;
  if (effect?.estimate == null) return <p className="score-figure quiet">{several ? `${side}: ` : ''}Nothing can be estimated yet</p>;
  return (
    <div className={result.grade === 'C' ? 'compared association' : 'compared'}>
      <p className="quiet">
        {side} against {other}: {metricName(result.metric)} per {result.effect_per}
      </p>
      <p className="score-figure" data-testid="effect">
        {effectText(result, effect.scale, effect.estimate)}
      </p>
      <EffectBar effect={effect} stretch={stretch} />
      <Sure comparison={comparison} result={result} effect={effect} />
      <Beside comparison={comparison} result={result} />
      <Bayesian comparison={comparison} result={result} />
      <Money comparison={comparison} result={result} />
      <p className="says">{verdictText(result, comparison, effect)}</p>
    </div>
  );
}

/** The interval and when it holds, or why there is none. */
function Sure({ comparison, result, effect }: Omit<ComparedProps, 'stretch'> & { readonly effect: Effect }) {
  const none = withoutInterval(comparison, effect);
  if (none !== undefined) return <p>{none}</p>;
  return (
    <p>
      {percent(1 - effect.alpha, 0)} interval <strong>{boundsText(result, effect.scale, effect.interval)}</strong>
      {comparison.fixed === null ? ', valid at every look' : ', at the planned end'}
      {effect.p !== null && <span className="quiet"> · {pText(effect.p)}</span>}
    </p>
  );
}

/** The same effect by other rules that were fixed beforehand. */
function Beside({ comparison, result }: Omit<ComparedProps, 'stretch'>) {
  const rows = [
    ['Adjusted for the pre-period', comparison.adjusted],
    ['Large orders cut at the cap', comparison.winsorised],
    ['Per order', comparison.per_order],
  ] as const;
  const told = rows.flatMap(([name, effect]) => (effect?.estimate == null ? [] : [{ name, effect, estimate: effect.estimate }]));
  if (told.length === 0) return null;
  return (
    <ul className="besides quiet">
      {told.map(({ name, effect, estimate }) => (
        <li key={name}>
          {name}: {effectText(result, effect.scale, estimate)}, {boundsText(result, effect.scale, effect.interval)}
        </li>
      ))}
    </ul>
  );
}

/** What it comes to over all treated units; of grade C there is none. */
function Money({ comparison, result }: Omit<ComparedProps, 'stretch'>) {
  const { incremental } = comparison;
  if (incremental === null) return null;
  const amount = (minor: number) => money(Math.round(minor), result.currency);
  const rows = [
    [result.metric.kind === 'geo_outcome' ? `Incremental ${result.metric.name}` : 'Incremental conversions', incremental.conversions, wholeText],
    ['Incremental revenue', incremental.revenue_minor, amount],
    ['iROAS', incremental.iroas, ratioText],
    ['Cost per incremental conversion', incremental.cost_per_conversion_minor, amount],
  ] as const;
  return (
    <dl className="totals">
      {rows.map(([name, figure, write]) =>
        figure === null ? null : (
          <div key={name}>
            <dt>
              {name} <EvidenceGrade grade={result.grade} />
            </dt>
            <dd>
              {write(figure.estimate)} <small className="quiet">{figureText(figure, write)}</small>
            </dd>
          </div>
        ),
      )}
      {incremental.cost_minor !== null && (
        <div>
          <dt>Cost</dt>
          <dd>{amount(incremental.cost_minor)}</dd>
        </div>
      )}
    </dl>
  );
}
