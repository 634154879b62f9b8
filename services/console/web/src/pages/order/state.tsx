import type { OrderAnswer } from '../../../../src/answers.js';

/** Says when what is shown is about to change. */
export function LedgerState({ answer }: { readonly answer: OrderAnswer }) {
  if (answer.ledger !== 'behind') return null;
  return (
    <p className="behind" role="status">
      Something new came in for this order; the shares below change in a few seconds.
    </p>
  );
}
