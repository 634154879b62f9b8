import type { OverviewAnswer } from '../../../src/answers.js';
import { LazyDailyChart } from '../charts/lazy.js';
import { useLive } from '../live/use-live.js';
import { PageHead } from '../parts/controls.js';
import { Notice, Waiting } from '../parts/notice.js';
import { Quiet } from '../parts/quiet.js';
import { reportPath, useView } from '../view.js';
import { ClickQualityPanel } from './overview/click-quality.js';
import { Headline } from './overview/headline.js';
import { LatestOrders } from './overview/latest-orders.js';
import { PlatformsPanel } from './overview/platforms.js';
import { TopCreators } from './overview/top-creators.js';
import { Welcome } from './welcome.js';

/** The period at a glance. */
export function OverviewPage() {
  const view = useView();
  const { data, stale, problem, retry } = useLive<OverviewAnswer>(reportPath(view, 'overview'));
  if (data === undefined) return problem === undefined ? <Waiting /> : <Notice problem={problem} retry={retry} />;
  if (data.activity === null) return <Welcome />;
  const quiet = data.current.orders === 0 && data.current.clicks_raw === 0;
  return (
    <>
      <PageHead title="Overview" />
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {quiet ? (
        <Quiet activity={data.activity} />
      ) : (
        <div className={stale ? 'stale' : ''}>
          <Headline answer={data} />
          <div className="grid wide">
            <section className="panel">
              <h2>Day by day</h2>
              <LazyDailyChart days={data.days} currency={data.currency} />
            </section>
            <div className="stack">
              <ClickQualityPanel quality={data.click_quality} />
              <PlatformsPanel answer={data} />
            </div>
          </div>
          <div className="grid even">
            <TopCreators answer={data} />
            <LatestOrders answer={data} />
          </div>
        </div>
      )}
    </>
  );
}
