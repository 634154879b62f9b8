import { PageHead } from '../parts/controls.js';
import { changeQuery } from '../route/router.js';
import { useView } from '../view.js';
import { OrderList, UNATTRIBUTED } from './orders/list.js';

const PAGE_ORDERS = 50;

/** Every order of the period, newest first. */
export function OrdersPage() {
  const { route } = useView();
  const search = route.query.get('q') ?? '';
  const only = route.query.get('only') ?? '';
  return (
    <>
      <PageHead title="Orders" />
      <div className="tools">
        <label className="field">
          <span>Find</span>
          <input type="search" placeholder="Order id begins with" value={search} onChange={(event) => changeQuery({ q: event.target.value })} />
        </label>
        <label className="field">
          <span>Show</span>
          <select value={only} onChange={(event) => changeQuery({ only: event.target.value })}>
            <option value="">All orders</option>
            <option value="unattributed">Unattributed only</option>
          </select>
        </label>
      </div>
      <OrderList key={`${search}/${only}`} limit={PAGE_ORDERS} search={search} creator={only === 'unattributed' ? UNATTRIBUTED : ''} />
    </>
  );
}
