import type { Pooled, PortfolioAnswer, PortfolioRow } from '../../../../src/experiment-answers.js';
import { boundsText, capital, effectText } from '../../format/effects.js';
import { count } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { EffectBar, stretchOf } from '../../parts/effect-bar.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { Link } from '../../parts/link.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { pageAddress } from '../../route/router.js';
import { useView } from '../../view.js';

/** All experiments beside each other, and those that measured the same drawn towards their common mean. */
export function Together() {
  const view = useView();
  const { data, problem, retry } = useLive<PortfolioAnswer>(`/api/${encodeURIComponent(view.workspace.workspace_id)}/portfolio`, SELDOM_MS);
  if (problem !== undefined && data === undefined) return <Notice problem={problem} retry={retry} />;
  if (data === undefined) return <Waiting />;
  if (data.rows.length === 0)
    return (
      <Empty title="None of them has started.">
        <p>What a draft would show, nobody knows.</p>
      </Empty>
    );
  const withheld = data.rows.filter(({ withheld: reasons }) => reasons.length > 0);
  return (
    <>
      <Pooling answer={data} />
      {withheld.length > 0 && (
        <section className="panel">
          <h2>Without a number</h2>
          <ul className="reasons">
            {withheld.map((row) => (
              <li key={row.experiment_id}>
                <EvidenceGrade grade={row.grade} /> <Link to={pageAddress(view.route, 'experiments', row.experiment_id)}>{row.name}</Link>
                <span className="quiet"> {row.withheld.join('; ')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Pooling({ answer: { pooled, rows } }: { readonly answer: PortfolioAnswer }) {
  const shown = rows.filter(({ withheld }) => withheld.length === 0);
  if (shown.length === 0) return null;
  const groups = [...new Set(shown.map(keyOf))].map((key) => ({ key, rows: shown.filter((row) => keyOf(row) === key) }));
  const alone = groups.flatMap(({ rows: own }) => (own.length === 1 ? own : []));
  return (
    <>
      {groups.map(({ key, rows: own }) =>
        own.length === 1 ? null : <Group key={key} title={key} rows={own} pooled={pooled !== null && pooled.metric === key ? pooled : null} />,
      )}
      {alone.length > 0 && <Alone rows={alone} />}
    </>
  );
}

/** Figures that one experiment each measured; they stand on no common scale. */
function Alone({ rows }: { readonly rows: readonly PortfolioRow[] }) {
  return (
    <section className="panel">
      <h2>{rows.length === 1 ? 'One figure, one experiment' : 'Each a figure of its own'}</h2>
      <p className="says">No other experiment measured the same: there is nothing to draw it towards yet. Zero is dashed; every bar has a scale of its own.</p>
      <ul className="beside effects">
        {rows.map((row) =>
          row.effects.map(({ arm, effect }) => (
            <Member key={`${row.experiment_id} ${arm}`} {...{ row, arm, effect, stretch: stretchOf([effect]), pooled: null, figure: keyOf(row) }} />
          )),
        )}
      </ul>
    </section>
  );
}

/** As pooling groups them: one figure on one scale. */
function keyOf({ metric, effects }: PortfolioRow): string {
  const name = metric.kind === 'geo_outcome' ? metric.name : metric.kind;
  return `${name}, ${effects.find(({ effect }) => effect !== null)?.effect?.scale ?? 'absolute'}`;
}

interface GroupProps {
  readonly title: string;
  readonly rows: readonly PortfolioRow[];
  readonly pooled: Pooled | null;
}

function Group({ title, rows, pooled }: GroupProps) {
  const stretch = stretchOf(rows.flatMap(({ effects }) => effects.map(({ effect }) => effect)));
  const ranked = pooled?.ranking_allowed === true ? byShrunk(rows, pooled) : rows.toSorted((one, other) => one.name.localeCompare(other.name));
  return (
    <section className="panel">
      <h2>{capital(title.replaceAll('_', ' '))}</h2>
      <p className="says">{pooledText(pooled)}</p>
      <ul className="beside effects">
        {ranked.map((row) => row.effects.map(({ arm, effect }) => <Member key={`${row.experiment_id} ${arm}`} {...{ row, arm, effect, stretch, pooled }} />))}
        {pooled !== null && <Common pooled={pooled} row={rows[0]} stretch={stretch} />}
      </ul>
    </section>
  );
}

function pooledText(pooled: Pooled | null): string {
  if (pooled === null) return 'They are not drawn towards each other: fewer than two of them carry a number of grade A or B.';
  const rest = 'The ring is where each lands when it is drawn towards the common mean by how little it knows.';
  if (pooled.ranking_allowed) return `They differ by more than chance alone would make them, so the order says something. ${rest}`;
  return `They differ by no more than chance would make them (τ² = 0): there is no best one, and they stand by name. ${rest}`;
}

function byShrunk(rows: readonly PortfolioRow[], pooled: Pooled): PortfolioRow[] {
  const of = ({ experiment_id }: PortfolioRow) => pooled.members.find((member) => member.experiment_id === experiment_id)?.shrunk ?? Number.NEGATIVE_INFINITY;
  return rows.toSorted((one, other) => of(other) - of(one));
}

interface MemberProps {
  readonly row: PortfolioRow;
  readonly arm: string;
  readonly effect: PortfolioRow['effects'][number]['effect'];
  readonly stretch: ReturnType<typeof stretchOf>;
  readonly pooled: Pooled | null;
  /** Said where it is not that of the whole panel. */
  readonly figure?: string;
}

function Member({ row, arm, effect, stretch, pooled, figure }: MemberProps) {
  const { route, workspace } = useView();
  const measured = { ...row, currency: workspace.currency };
  const shrunk = pooled?.members.find(({ experiment_id }) => experiment_id === row.experiment_id)?.shrunk;
  const drawn = shrunk === undefined || effect === null ? '' : ` · drawn to ${effectText(measured, effect.scale, shrunk)}`;
  return (
    <li>
      <span>
        <EvidenceGrade grade={row.grade} /> <Link to={pageAddress(route, 'experiments', row.experiment_id)}>{row.name}</Link>
        {row.effects.length > 1 ? ` (${arm})` : ''}
        {figure !== undefined && <small className="quiet figure-of">{figure.replaceAll('_', ' ')}</small>}
      </span>
      {effect === null ? <span /> : <EffectBar effect={effect} stretch={stretch} {...(shrunk === undefined ? {} : { shrunk })} />}
      <span className="beside-says">
        {effect?.estimate == null ? 'nothing yet' : effectText(measured, effect.scale, effect.estimate)}
        <small>
          {effect === null ? '' : boundsText(measured, effect.scale, effect.interval)}
          {drawn} · {count(row.units)} units{row.grade === 'C' ? ' · association, not incremental' : ''}
        </small>
      </span>
    </li>
  );
}

function Common({ pooled, row, stretch }: { readonly pooled: Pooled; readonly row: PortfolioRow | undefined; readonly stretch: ReturnType<typeof stretchOf> }) {
  const { workspace } = useView();
  if (row === undefined) return null;
  const measured = { ...row, currency: workspace.currency };
  return (
    <li className="beside-own">
      <strong>Common mean</strong>
      <EffectBar effect={{ estimate: pooled.estimate, interval: pooled.interval }} stretch={stretch} />
      <span className="beside-says">
        {effectText(measured, pooled.scale, pooled.estimate)}
        <small>
          {boundsText(measured, pooled.scale, pooled.interval)} · of {count(pooled.members.length)} experiments
        </small>
      </span>
    </li>
  );
}
