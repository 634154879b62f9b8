import type { OrderAnswer } from './answers.js';

/** Names of creators are put in by the console; everything else of an explained order comes from the ledger. */
export type Explanation = Omit<OrderAnswer, 'touches'> & {
  readonly touches: readonly Omit<OrderAnswer['touches'][number], 'name' | 'handle' | 'platform'>[];
};

/** Says of one order which touches were looked at, why each counts or not, and what each model gives; now, or as it was known at an instant. */
export type Explain = (workspaceId: string, orderId: string, as_of?: Date) => Promise<Explanation | undefined>;
