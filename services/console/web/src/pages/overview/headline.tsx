import type { ReactNode } from 'react';
import type { OverviewAnswer } from '../../../../src/answers.js';
import { count, percent, returnPercent, share } from '../../format/numbers.js';
import { span } from '../../format/times.js';
import { SplitBar } from '../../parts/bars.js';
import { Delta } from '../../parts/delta.js';
import { Grade } from '../../parts/grade.js';
import { Money } from '../../parts/money.js';

/** The score: what creators are credited with of all revenue, and the figures around it, each beside the period before. */
export function Headline({ answer }: { readonly answer: OverviewAnswer }) {
  const { current, before, currency } = answer;
  const ratio = current.revenue_minor === 0 ? null : current.credited_minor / current.revenue_minor;
  return (
    <section className="score" aria-label="Figures of the period">
      <div className="score-lead">
        <h2>
          Credited to creators <Grade />
        </h2>
        <p className="score-figure" data-testid="credited">
          <Money minor={current.credited_minor} currency={currency} />
        </p>
        <p>
          <Delta now={current.credited_minor} then={before.credited_minor} />
          <span className="quiet"> vs {span(answer.previous.from, answer.previous.to)}</span>
        </p>
        <SplitBar
          parts={[
            { name: 'credited', value: current.credited_minor, tone: 'credit' },
            { name: 'unattributed', value: current.unattributed_minor, tone: 'rest' },
          ]}
        />
        <dl className="score-split">
          <div>
            <dt>All revenue</dt>
            <dd>
              <Money minor={current.revenue_minor} currency={currency} />
            </dd>
          </div>
          <div>
            <dt>
              <i className="key credit" /> Creators’ part
            </dt>
            <dd>{percent(ratio)}</dd>
          </div>
          <div>
            <dt>
              <i className="key rest" /> Unattributed
            </dt>
            <dd>
              <Money minor={current.unattributed_minor} currency={currency} />
            </dd>
          </div>
        </dl>
      </div>
      <Stat name="Orders" value={count(current.orders)} delta={<Delta now={current.orders} then={before.orders} />}>
        {share(current.orders_credited)} credited <Grade />
        {current.orders_waiting > 0 && <span className="waiting-orders">, {count(current.orders_waiting)} being credited</span>}
      </Stat>
      <Stat name="Valid clicks" value={count(current.clicks_valid)} delta={<Delta now={current.clicks_valid} then={before.clicks_valid} />}>
        of {count(current.clicks_raw)} in all
      </Stat>
      <Stat
        name="Spend"
        value={<Money minor={current.spend_minor} currency={currency} />}
        delta={<Delta now={current.spend_minor} then={before.spend_minor} neutral />}
      >
        on creators, spread over its days
      </Stat>
      <Stat
        name={
          <>
            ROI <Grade />
          </>
        }
        value={returnPercent(current.roi)}
        delta={<Delta now={current.roi} then={before.roi} points />}
      >
        (credited − spend) ÷ spend
      </Stat>
    </section>
  );
}

interface StatProps {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly delta: ReactNode;
  readonly children: ReactNode;
}

function Stat({ name, value, delta, children }: StatProps) {
  return (
    <div className="stat">
      <h2>{name}</h2>
      <p className="stat-figure">
        {value} {delta}
      </p>
      <p className="quiet">{children}</p>
    </div>
  );
}
