/** What the simulated shop tells the collector, in the collector's own words (`POST /v1/events`). */
interface Told {
  readonly occurred_at: string;
  readonly source: 'simulator';
}

interface Buyer {
  readonly customer_id?: string;
  readonly email?: string;
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
  readonly amount_minor: number;
}

export interface OrderReport extends Told, Buyer {
  readonly type: 'order_placed';
  readonly order_id: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly fx_rate?: string;
  readonly codes: readonly string[];
  readonly items: readonly OrderItem[];
  readonly country: string;
  readonly new_customer: boolean;
}

export interface RefundReport extends Told, Buyer {
  readonly type: 'order_refunded';
  readonly order_id: string;
  readonly refund_id: string;
  readonly delta_minor: number;
  readonly currency: string;
  readonly reason: string;
}

export interface RedemptionReport extends Told, Buyer {
  readonly type: 'code_redeemed';
  readonly redemption_id: string;
  readonly code: string;
  readonly order_id: string;
}

export interface IdentityReport extends Told, Buyer {
  readonly type: 'identified';
  readonly visitor_id?: string;
}

export interface CostReport extends Told {
  readonly type: 'cost_recorded';
  readonly cost_id: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly kind: 'fee' | 'product' | 'shipping';
  readonly amount_minor: number;
  readonly currency: string;
  readonly period_from: string;
  readonly period_to: string;
}

export interface PostMetricsReport extends Told {
  readonly type: 'post_metrics_recorded';
  readonly post_id: string;
  readonly impressions: number;
  readonly views: number;
  readonly reach: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly saves: number;
  readonly followers: number;
}

export interface MarketReport<E = OrderReport | RefundReport | RedemptionReport | IdentityReport | CostReport | PostMetricsReport> {
  readonly event: E;
  /** Index in the market's clicks; the event's `click_id` is what the tracker gave that click. */
  readonly click_index?: number;
}
