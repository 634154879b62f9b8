import type { OrderRow } from '../../../src/answers.js';
import { percent } from '../format/numbers.js';

const NAMED_MAX = 2;

/** Who an order is credited to, in few words. */
export function OrderCredit({ order }: { readonly order: OrderRow }) {
  if (order.state === 'waiting') return <span className="state waiting-state">Being credited</span>;
  if (order.state === 'unattributed') return <span className="state">Unattributed</span>;
  const named = order.credits.slice(0, NAMED_MAX);
  const rest = order.credits.length - named.length;
  return (
    <span className="credits">
      {named.map((credit) => (
        <span key={credit.creator_id}>
          {credit.name}
          {order.credits.length > 1 && <small> {percent(credit.weight, 0)}</small>}
        </span>
      ))}
      {rest > 0 && <small>and {rest} more</small>}
    </span>
  );
}
