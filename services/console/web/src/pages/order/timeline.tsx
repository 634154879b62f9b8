import type { OrderAnswer, TouchAnswer } from '../../../../src/answers.js';
import { apart, instant } from '../../format/times.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { Money } from '../../parts/money.js';
import { useView } from '../../view.js';
import { actor, verdict } from './verdicts.js';

interface Moment {
  readonly at: string;
  readonly key: string;
  readonly content: React.ReactNode;
  readonly tone: 'in' | 'out' | 'goal' | 'refund';
}

/** Everything in order of time, down one line: touches, the order, what was paid back. */
export function Timeline({ answer }: { readonly answer: OrderAnswer }) {
  const { workspace } = useView();
  const moments: Moment[] = [
    ...answer.touches.map(
      (touch): Moment => ({
        at: touch.occurred_at,
        key: touch.touch_id,
        tone: touch.counted ? 'in' : 'out',
        content: <TouchMoment touch={touch} order={answer} />,
      }),
    ),
    { at: answer.occurred_at, key: 'order', tone: 'goal', content: <OrderMoment order={answer} /> },
    ...answer.refunds.map(
      (refund): Moment => ({
        at: refund.occurred_at,
        key: `refund ${refund.refund_id}`,
        tone: 'refund',
        content: (
          <p className="moment">
            <strong>
              <Money minor={refund.delta_minor} currency={answer.currency} /> {refund.delta_minor < 0 ? 'paid back' : 'refund taken back'}
            </strong>
            {refund.reason === '' ? '' : ` · ${refund.reason}`}
          </p>
        ),
      }),
    ),
  ];
  // A code counts with its order even when it was reported later, so the order closes its instant.
  const rank = (moment: Moment) => (moment.tone === 'goal' ? 1 : moment.tone === 'refund' ? 2 : 0);
  moments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : rank(a) - rank(b)));
  return (
    <ol className="timeline">
      {moments.map((moment) => (
        <li key={moment.key} className={moment.tone}>
          <time dateTime={moment.at}>{instant(moment.at, workspace.time_zone)}</time>
          {moment.content}
        </li>
      ))}
    </ol>
  );
}

function TouchMoment({ touch, order }: { readonly touch: TouchAnswer; readonly order: OrderAnswer }) {
  const { counts, because } = verdict(touch);
  return (
    <>
      <div className="moment">
        {touch.creator_id === '' ? <strong>No creator</strong> : <CreatorLabel creator={touch} />}
        <p className="quiet">
          {actor(touch)} <code>{touch.label}</code>, {distance(touch, order)}
        </p>
      </div>
      <p className="verdict">
        <b>{counts}</b> {because}
      </p>
    </>
  );
}

function distance(touch: TouchAnswer, order: OrderAnswer): string {
  if (touch.occurred_at === order.occurred_at) return 'with the order';
  return `${apart(touch.occurred_at, order.occurred_at)} ${touch.occurred_at < order.occurred_at ? 'before' : 'after'} the order`;
}

function OrderMoment({ order }: { readonly order: OrderAnswer }) {
  return (
    <div className="moment">
      <p>
        <strong>
          Order of <Money minor={order.amount_minor} currency={order.currency} />
        </strong>
      </p>
      <p className="quiet">
        {order.new_customer === null ? 'Not said whether a new customer' : order.new_customer ? 'New customer' : 'Returning customer'}
        {order.codes.length > 0 && `, code ${order.codes.join(', ')}`}
      </p>
    </div>
  );
}
