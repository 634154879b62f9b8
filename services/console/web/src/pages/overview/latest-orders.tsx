import type { OverviewAnswer } from '../../../../src/answers.js';
import { instant } from '../../format/times.js';
import { Grade } from '../../parts/grade.js';
import { Link } from '../../parts/link.js';
import { Money } from '../../parts/money.js';
import { Empty } from '../../parts/notice.js';
import { OrderCredit } from '../../parts/order-credit.js';
import { pageAddress } from '../../route/router.js';
import { useView } from '../../view.js';

/** The newest orders and who they are credited to. */
export function LatestOrders({ answer }: { readonly answer: OverviewAnswer }) {
  const { route, workspace } = useView();
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>
          Latest orders <Grade />
        </h2>
        <Link to={pageAddress(route, 'orders')}>All orders</Link>
      </header>
      {answer.latest.length === 0 && <Empty title="No orders in these days." />}
      <ol className="latest">
        {answer.latest.map((order) => (
          <li key={order.order_id}>
            <span className="who">
              <Link className="stretch" to={pageAddress(route, 'orders', order.order_id)}>
                {order.order_id}
              </Link>
              <small>{instant(order.occurred_at, workspace.time_zone)}</small>
            </span>
            <OrderCredit order={order} />
            <Money minor={order.amount_minor + order.refunded_minor} currency={order.currency} />
          </li>
        ))}
      </ol>
    </section>
  );
}
