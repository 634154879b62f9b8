import type { OrderAnswer } from '../../../src/answers.js';
import { segmentOf } from '../../../src/path-segment.js';
import { count } from '../format/numbers.js';
import { instantLong } from '../format/times.js';
import { useLive } from '../live/use-live.js';
import { AsOfPicker } from '../parts/as-of.js';
import { GradeLine } from '../parts/grade.js';
import { Link } from '../parts/link.js';
import { Money } from '../parts/money.js';
import { Notice, Waiting } from '../parts/notice.js';
import { pageAddress } from '../route/router.js';
import { useView } from '../view.js';
import { Matrix } from './order/matrix.js';
import { LedgerState } from './order/state.js';
import { Timeline } from './order/timeline.js';

/** One order explained: what was looked at, what counted, and what each way of crediting makes of it. */
export function OrderPage({ id }: { readonly id: string }) {
  const { route, workspace } = useView();
  const asOf = route.query.get('as_of');
  const address = `/api/${encodeURIComponent(workspace.workspace_id)}/orders/${segmentOf(id)}`;
  const { data, problem, retry } = useLive<OrderAnswer>(asOf === null ? address : `${address}?${new URLSearchParams({ as_of: asOf }).toString()}`);
  return (
    <>
      <p className="back">
        <Link to={pageAddress(route, 'orders')}>← All orders</Link>
      </p>
      <header className="head order-head">
        <div className="head-title">
          <h1>Order {id}</h1>
          {data !== undefined && <p className="quiet">{instantLong(data.occurred_at, workspace.time_zone)}</p>}
        </div>
        {data !== undefined && <Sum answer={data} />}
        <AsOfPicker rest="so are touches that were received later" />
      </header>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && (
        <>
          <section className="panel">
            <header className="panel-head">
              <h2>Who is credited, by each way of counting</h2>
              <GradeLine />
            </header>
            <LedgerState answer={data} />
            <Matrix answer={data} />
          </section>
          <section className="panel">
            <header className="panel-head">
              <h2>What led to this order</h2>
              <p className="quiet">{lookedAt(data)}</p>
            </header>
            <Timeline answer={data} />
          </section>
        </>
      )}
    </>
  );
}

function lookedAt(answer: OrderAnswer): string {
  const all = answer.touches.length;
  const counted = answer.touches.filter((touch) => touch.counted).length;
  return all === 0 ? 'No touch of this customer is known' : `${count(all)} ${all === 1 ? 'touch' : 'touches'} looked at, ${count(counted)} counted`;
}

/** The amount, what was paid back, and what is left to credit. */
function Sum({ answer }: { readonly answer: OrderAnswer }) {
  const refunded = answer.refunds.reduce((sum, refund) => sum + refund.delta_minor, 0);
  return (
    <dl className="sum">
      <div>
        <dt>Order</dt>
        <dd>
          <Money minor={answer.amount_minor} currency={answer.currency} />
        </dd>
      </div>
      {refunded !== 0 && (
        <div>
          <dt>Refunds</dt>
          <dd>
            <Money minor={refunded} currency={answer.currency} />
          </dd>
        </div>
      )}
      <div className="sum-net">
        <dt>To credit</dt>
        <dd data-testid="net">
          <Money minor={answer.net_minor} currency={answer.currency} />
        </dd>
      </div>
    </dl>
  );
}
