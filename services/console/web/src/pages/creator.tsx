import type { CreatorAnswer } from '../../../src/answers.js';
import { LazyDailyChart } from '../charts/lazy.js';
import { count, NONE, percent, returnPercent, share } from '../format/numbers.js';
import { handleName, platformName } from '../format/words.js';
import { useLive } from '../live/use-live.js';
import { PageHead } from '../parts/controls.js';
import { Grade } from '../parts/grade.js';
import { Link } from '../parts/link.js';
import { Money } from '../parts/money.js';
import { Notice, Waiting } from '../parts/notice.js';
import { pageAddress } from '../route/router.js';
import { reportPath, useView } from '../view.js';
import { CreatorCalibration } from './creator/calibration.js';
import { CreatorEvidence } from './creator/evidence.js';
import { CreatorLinks } from './creator/links.js';
import { OrderList } from './orders/list.js';

const PAGE_ORDERS = 12;

/** One creator: figures, days, links, and the orders the credit comes from. */
export function CreatorPage({ id }: { readonly id: string }) {
  const view = useView();
  const { data, stale, problem, retry } = useLive<CreatorAnswer>(reportPath(view, `creators/${encodeURIComponent(id)}`));
  return (
    <>
      <p className="back">
        <Link to={pageAddress(view.route, 'creators')}>← All creators</Link>
      </p>
      <PageHead title={data?.creator.name ?? 'Creator'}>{data !== undefined && <About answer={data} />}</PageHead>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && (
        <div className={stale ? 'stale' : ''}>
          <Figures answer={data} />
          <section className="panel">
            <h2>Day by day</h2>
            <LazyDailyChart days={data.days} currency={data.currency} creditedOnly />
          </section>
          <CreatorEvidence id={id} />
          <CreatorCalibration id={id} />
          <CreatorLinks answer={data} />
          <section className="panel">
            <h2>
              Orders credited <Grade />
            </h2>
            <OrderList creator={id} search="" limit={PAGE_ORDERS} />
          </section>
        </div>
      )}
    </>
  );
}

function About({ answer }: { readonly answer: CreatorAnswer }) {
  const { handle, platform, followers } = answer.creator;
  const parts = [handleName(handle), platform === '' ? '' : platformName(platform), followers === 0 ? '' : `${count(followers)} followers`];
  return <p>{parts.filter((part) => part !== '').join(' · ')}</p>;
}

function Figures({ answer }: { readonly answer: CreatorAnswer }) {
  const { creator, currency } = answer;
  const amount = (minor: number | null) => (minor === null ? NONE : <Money minor={minor} currency={currency} />);
  const figures: readonly (readonly [string, React.ReactNode, boolean])[] = [
    ['Revenue', amount(creator.revenue_minor), true],
    ['Orders', share(creator.orders_credited), true],
    ['Spend', amount(creator.cost_minor), false],
    ['ROI', returnPercent(creator.roi), true],
    ['CPA', amount(creator.cpa_minor), true],
    ['AOV', amount(creator.aov_minor), true],
    ['Valid clicks', count(creator.clicks_valid), false],
    ['Raw clicks', count(creator.clicks_raw), false],
    ['Visitor-days', count(creator.visitor_days), false],
    ['CVR', percent(creator.cvr, 2), true],
  ];
  return (
    <dl className="facts">
      {figures.map(([name, value, credited]) => (
        <div key={name}>
          <dt>
            {name} {credited && <Grade />}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
