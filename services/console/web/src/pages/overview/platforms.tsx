import type { OverviewAnswer } from '../../../../src/answers.js';
import { count } from '../../format/numbers.js';
import { platformName } from '../../format/words.js';
import { LengthBar } from '../../parts/bars.js';
import { Grade } from '../../parts/grade.js';
import { Money } from '../../parts/money.js';

/** Where the credit comes from. */
export function PlatformsPanel({ answer }: { readonly answer: OverviewAnswer }) {
  const most = Math.max(0, ...answer.platforms.map((each) => each.revenue_minor));
  return (
    <section className="panel quality">
      <h2>
        By platform <Grade />
      </h2>
      <dl>
        {answer.platforms.map((each) => (
          <div key={each.platform}>
            <dt>
              {each.platform === '' ? 'Not said' : platformName(each.platform)}
              <LengthBar value={each.revenue_minor} of={most} />
            </dt>
            <dd>
              <Money minor={each.revenue_minor} currency={answer.currency} />
              <small>
                {count(each.clicks_valid)} {each.clicks_valid === 1 ? 'click' : 'clicks'}
              </small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
