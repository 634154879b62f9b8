import { useState } from 'react';
import type { OrderRow, OrdersAnswer } from '../../../../src/answers.js';
import { instant } from '../../format/times.js';
import { useLive } from '../../live/use-live.js';
import { Link } from '../../parts/link.js';
import { Money } from '../../parts/money.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { OrderCredit } from '../../parts/order-credit.js';
import { pageAddress } from '../../route/router.js';
import { type Column, Table } from '../../table/table.js';
import { reportPath, useView, type View } from '../../view.js';

export const UNATTRIBUTED = '(unattributed)';

interface OrderListProps {
  /** Only orders credited to this creator; empty for all. */
  readonly creator: string;
  readonly search: string;
  /** How many to a page. */
  readonly limit: number;
}

/** Pages of orders, newest first; the first one stays live. */
export function OrderList({ creator, search, limit }: OrderListProps) {
  const view = useView();
  // Where the shown page and those before it begin; the first begins nowhere.
  const [places, setPlaces] = useState<readonly string[]>(['']);
  const after = places.at(-1) ?? '';
  const more = { limit: String(limit), ...(after === '' ? {} : { after }), ...(creator === '' ? {} : { creator }), ...(search === '' ? {} : { search }) };
  const { data, stale, problem, retry } = useLive<OrdersAnswer>(reportPath(view, 'orders', more));
  if (data === undefined) return problem === undefined ? <Waiting /> : <Notice problem={problem} retry={retry} />;
  return (
    <>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data.orders.length === 0 ? (
        <Empty title="No orders here." />
      ) : (
        <Table caption="Orders" columns={columns(view)} rows={data.orders} keyOf={(order) => order.order_id} stale={stale} />
      )}
      <p className="more">
        {places.length > 1 && (
          <button type="button" className="button quiet" onClick={() => setPlaces(places.slice(0, -1))}>
            ← Newer
          </button>
        )}
        {data.next !== null && (
          <button type="button" className="button quiet" onClick={() => setPlaces([...places, data.next ?? ''])}>
            Older →
          </button>
        )}
      </p>
    </>
  );
}

function columns({ route, workspace }: View): readonly Column<OrderRow>[] {
  return [
    {
      key: 'order',
      name: 'Order',
      leads: true,
      cell: (order) => (
        <Link className="stretch order-id" to={pageAddress(route, 'orders', order.order_id)}>
          {order.order_id}
        </Link>
      ),
    },
    { key: 'placed', name: 'Placed', cell: (order) => instant(order.occurred_at, workspace.time_zone) },
    { key: 'credit', name: 'Credited to', credited: true, cell: (order) => <OrderCredit order={order} /> },
    { key: 'customer', name: 'Customer', cell: (order) => (order.new_customer === null ? '' : order.new_customer ? 'New' : 'Returning') },
    { key: 'amount', name: 'Amount', figure: true, cell: (order) => <Money minor={order.amount_minor} currency={order.currency} /> },
    {
      key: 'refunded',
      name: 'Refunded',
      figure: true,
      cell: (order) => (order.refunded_minor === 0 ? '' : <Money minor={order.refunded_minor} currency={order.currency} />),
    },
  ];
}
