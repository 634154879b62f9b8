import type { OverviewAnswer } from '../../../../src/answers.js';
import { returnPercent, share } from '../../format/numbers.js';
import { LengthBar } from '../../parts/bars.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { Grade } from '../../parts/grade.js';
import { Link } from '../../parts/link.js';
import { Money } from '../../parts/money.js';
import { Empty } from '../../parts/notice.js';
import { pageAddress } from '../../route/router.js';
import { useView } from '../../view.js';

/** The creators with the most credited revenue. */
export function TopCreators({ answer }: { readonly answer: OverviewAnswer }) {
  const { route } = useView();
  const most = Math.max(0, ...answer.top.map((creator) => creator.revenue_minor));
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>
          Top creators <Grade />
        </h2>
        <Link to={pageAddress(route, 'creators')}>All creators</Link>
      </header>
      {answer.top.length === 0 && <Empty title="No creators yet." />}
      <ol className="ranked">
        {answer.top.map((creator) => (
          <li key={creator.creator_id}>
            <CreatorLabel creator={creator} stretch />
            <span className="ranked-bar">
              <LengthBar value={creator.revenue_minor} of={most} />
            </span>
            <span className="ranked-figure">
              <Money minor={creator.revenue_minor} currency={answer.currency} />
              <small>
                {share(creator.orders_credited)} orders · ROI {returnPercent(creator.roi)}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
