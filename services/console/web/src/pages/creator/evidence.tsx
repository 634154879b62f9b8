import type { CreatorEvidenceAnswer, Neighbour } from '../../../../src/attribution-answers.js';
import { modelName } from '../../format/models.js';
import { money } from '../../format/money.js';
import { count } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { GradeLine } from '../../parts/grade.js';
import { IntervalBar, intervalText } from '../../parts/interval-bar.js';
import { Notice, Waiting } from '../../parts/notice.js';
import { reportPath, useView } from '../../view.js';

/** How sure a creator's credit is: its interval beside those of the creators next to it, and what every model makes of it. */
export function CreatorEvidence({ id }: { readonly id: string }) {
  const view = useView();
  const { data, problem, retry } = useLive<CreatorEvidenceAnswer>(reportPath(view, `creators/${encodeURIComponent(id)}/evidence`), SELDOM_MS);
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>How sure is this credit?</h2>
        <GradeLine />
      </header>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && <Evidence answer={data} />}
    </section>
  );
}

function Evidence({ answer }: { readonly answer: CreatorEvidenceAnswer }) {
  const { creator, currency, interval, orders, neighbours, revenue_minor } = answer;
  if (orders === 0) return <p className="quiet">No order of these days is credited to {creator.name} by this model, so there is nothing to be sure of.</p>;
  const most = Math.max(interval.high, ...neighbours.map((neighbour) => neighbour.interval.high));
  const above = neighbours.filter((neighbour) => neighbour.revenue_minor > revenue_minor);
  const below = neighbours.filter((neighbour) => !above.includes(neighbour));
  return (
    <>
      <p className="says">
        {money(revenue_minor, currency)} rest on {count(orders)} {orders === 1 ? 'order' : 'orders'}. Had other people bought by chance, it would have been{' '}
        <strong>{intervalText(interval, currency)}</strong> in 95 of 100 cases. {apartText(answer)}
      </p>
      <ul className="beside">
        {above.map((neighbour) => (
          <Beside key={neighbour.creator_id} neighbour={neighbour} answer={answer} most={most} />
        ))}
        <li className="beside-own">
          <strong>{creator.name}</strong>
          <IntervalBar value={revenue_minor} interval={interval} most={most} own />
          <span className="beside-says">{intervalText(interval, currency)}</span>
        </li>
        {below.map((neighbour) => (
          <Beside key={neighbour.creator_id} neighbour={neighbour} answer={answer} most={most} />
        ))}
      </ul>
      <ByModel answer={answer} />
    </>
  );
}

function apartText({ neighbours }: CreatorEvidenceAnswer): string {
  const alike = neighbours.filter((neighbour) => !neighbour.distinguishable);
  if (neighbours.length === 0) return 'No other creator has credit in these days.';
  if (alike.length === 0) return 'That sets it apart from the creators next to it.';
  return `It is not distinguishable from ${alike.map((neighbour) => neighbour.name).join(', ')}: the order they stand in may be chance.`;
}

interface BesideProps {
  readonly neighbour: Neighbour;
  readonly answer: CreatorEvidenceAnswer;
  readonly most: number;
}

function Beside({ neighbour, answer, most }: BesideProps) {
  const { interval, revenue_minor, distinguishable } = neighbour;
  return (
    <li>
      <CreatorLabel creator={neighbour} />
      <IntervalBar value={revenue_minor} interval={interval} most={most} />
      <span className="beside-says">
        {intervalText(interval, answer.currency)}
        <small className={distinguishable ? '' : 'alike'}>
          {distinguishable ? (revenue_minor > answer.revenue_minor ? 'credited with more' : 'credited with less') : 'not distinguishable'}
        </small>
      </span>
    </li>
  );
}

function ByModel({ answer }: { readonly answer: CreatorEvidenceAnswer }) {
  const { models, disagreement, currency, model } = answer;
  return (
    <>
      <dl className="by-model">
        {models.map((credit) => (
          <div key={credit.model} className={credit.model === model ? 'chosen' : ''}>
            <dt>{modelName(credit.model)}</dt>
            <dd>{money(credit.revenue_minor, currency)}</dd>
          </div>
        ))}
      </dl>
      <p className={disagreement === null ? 'quiet' : 'disagreement'}>
        {disagreement === null ? (
          'The models do not differ about this creator by more than chance.'
        ) : (
          <>
            <strong>Models disagree.</strong> {modelName(disagreement.most)} gives {money(disagreement.difference_minor, currency)} more than{' '}
            {modelName(disagreement.least).toLowerCase()}: {intervalText(disagreement.interval, currency)}.
          </>
        )}
      </p>
    </>
  );
}
