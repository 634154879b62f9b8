/** The chain a touch's credit rolls up along; an empty string where there is nothing. */
export interface Chain {
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly link_id: string;
  readonly platform: string;
}

/** A touch that counts for a conversion. */
export interface Touch extends Chain {
  /** A click's or a redemption's event id. */
  readonly touch_id: string;
  readonly at_ms: number;
}

/** Something a person did that may count as a touch. */
export interface Candidate extends Touch {
  readonly kind: 'click' | 'code';
  /** A click's class; only `human` is a touch. Empty for a code. */
  readonly click_class: string;
  /** The code that was redeemed; empty for a click. */
  readonly code: string;
  /** The order a code was redeemed with, where it was said; empty otherwise. */
  readonly order_id: string;
  /** The order itself carries the code: nobody reported a redemption of its own. */
  readonly on_order: boolean;
}
