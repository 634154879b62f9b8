import type { BudgetAnswer, BudgetRow, MarginalVerdict } from '../../../../src/attribution-answers.js';
import { money } from '../../format/money.js';
import { count } from '../../format/numbers.js';
import { span } from '../../format/times.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { GradeLine } from '../../parts/grade.js';
import { IntervalBar } from '../../parts/interval-bar.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { reportPath, useView } from '../../view.js';

const GROUPS: readonly { readonly verdict: MarginalVerdict; readonly title: string; readonly says: string }[] = [
  {
    verdict: 'more',
    title: 'Came with more credit than it cost',
    says: 'The whole interval lies above 1: weeks with more spend had more credited revenue than the spend.',
  },
  { verdict: 'open', title: 'Cannot be told', says: 'The interval holds 1, or there is nothing to make one from. Vary the spend, wait, or run an experiment.' },
  { verdict: 'less', title: 'Came with less credit than it cost', says: 'The whole interval lies below 1.' },
];

/** What a unit more of budget came with, creator by creator: a slope with its interval, in groups and by name, never a ranking. */
export function BudgetView() {
  const view = useView();
  const { data, stale, problem, retry } = useLive<BudgetAnswer>(reportPath(view, 'attribution/budget'), SELDOM_MS);
  if (problem !== undefined) return <Notice problem={problem} retry={retry} />;
  if (data === undefined) return <Waiting />;
  return (
    <div className={stale ? 'stale' : ''}>
      <p className="says">
        Credited revenue that came with each {money(100, data.currency)} more of cost, from the 26 weeks {span(data.weeks.from, data.weeks.to)}. It is what went
        together, not what the money caused: launches and seasons move both. Only an experiment tells them apart. <GradeLine />
      </p>
      {data.creators.length === 0 ? <Empty title="No cost is recorded for these weeks, so there is no budget to move." /> : <Groups answer={data} />}
    </div>
  );
}

function Groups({ answer }: { readonly answer: BudgetAnswer }) {
  const most = Math.max(2, ...answer.creators.map(({ marginal }) => marginal?.high ?? 0));
  return GROUPS.map(({ verdict, title, says }) => {
    const rows = answer.creators.filter((row) => row.verdict === verdict);
    if (rows.length === 0) return null;
    return (
      <section key={verdict} className="panel">
        <header className="panel-head">
          <h2>{title}</h2>
          <p className="quiet">{says}</p>
        </header>
        <ul className="beside">
          {rows.map((row) => (
            <Row key={row.creator_id} row={row} answer={answer} most={most} />
          ))}
        </ul>
      </section>
    );
  });
}

function Row({ row, answer, most }: { readonly row: BudgetRow; readonly answer: BudgetAnswer; readonly most: number }) {
  const { marginal } = row;
  const per = (ratio: number) => money(Math.round(ratio * 100), answer.currency);
  return (
    <li>
      <CreatorLabel creator={row} />
      {marginal === null ? <span /> : <IntervalBar value={marginal.slope} interval={marginal} most={most} mark={1} />}
      <span className="beside-says">
        {marginal === null ? unknownText(row, answer) : `${per(marginal.slope)}: ${per(marginal.low)} to ${per(marginal.high)}`}
        <small>
          {money(row.cost_minor, answer.currency)} spent, {money(row.revenue_minor, answer.currency)} credited
        </small>
      </span>
    </li>
  );
}

function unknownText(row: BudgetRow, answer: BudgetAnswer): string {
  return row.unknown === 'too_few' ? `Only ${count(row.weeks)} of at least ${count(answer.weeks_least)} weeks` : 'Cost the same every week';
}
