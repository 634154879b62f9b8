/** What the console's API answers; the web app reads the same shapes. Money is in minor units of the currency named beside it. */

export const MODEL_IDS = ['first', 'last', 'linear', 'position', 'time_decay', 'markov', 'shapley'] as const;
export type ModelId = (typeof MODEL_IDS)[number];

export interface ModelAnswer {
  readonly id: ModelId;
  readonly name: string;
  /** One line for people who do not know it. */
  readonly explanation: string;
  /** There are figures by it only in workspaces it was fitted in. */
  readonly fitted: boolean;
}

export interface WorkspaceAnswer {
  readonly workspace_id: string;
  readonly name: string;
  readonly currency: string;
  /** IANA name; its days are the days of every figure. */
  readonly time_zone: string;
  readonly simulated: boolean;
  /** Markov and Shapley were fitted to its journeys. */
  readonly fitted: boolean;
}

export interface WorkspacesAnswer {
  readonly workspaces: readonly WorkspaceAnswer[];
  readonly models: readonly ModelAnswer[];
  readonly tracker_url: string;
  readonly collector_url: string;
  /** The page that stands in for a shop on this machine; empty where there is none. */
  readonly shop_url: string;
}

/** Days of the workspace, `2026-11-21`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface Figures {
  /** Of all orders, refunds taken off. */
  readonly revenue_minor: number;
  readonly credited_minor: number;
  readonly unattributed_minor: number;
  readonly orders: number;
  /** Orders that no attribution run has seen yet. */
  readonly orders_waiting: number;
  readonly orders_credited: number;
  readonly clicks_raw: number;
  readonly clicks_valid: number;
  readonly spend_minor: number;
  /** (credited − spend) / spend; null without spend. */
  readonly roi: number | null;
}

export interface DayPoint {
  readonly day: string;
  readonly credited_minor: number;
  readonly unattributed_minor: number;
  readonly orders_credited: number;
  readonly clicks_valid: number;
  readonly clicks_raw: number;
}

export interface ClickQuality {
  readonly human: number;
  readonly bots: number;
  readonly previews: number;
  readonly unknown: number;
}

/** Figures of a creator, of all creators together or of nobody; a ratio is null where its divisor is 0. */
export interface CreditFigures {
  readonly clicks_raw: number;
  readonly clicks_valid: number;
  readonly visitor_days: number;
  /** Shares of orders add up: 0.5 is half an order. */
  readonly orders_credited: number;
  readonly revenue_minor: number;
  readonly new_customers: number;
  readonly cost_minor: number;
  readonly roi: number | null;
  readonly cpa_minor: number | null;
  readonly cvr: number | null;
  readonly aov_minor: number | null;
}

export interface CreatorIdentity {
  readonly creator_id: string;
  readonly name: string;
  readonly handle: string;
  readonly platform: string;
}

export interface CreatorRow extends CreatorIdentity, CreditFigures {
  readonly followers: number;
  readonly archived: boolean;
}

export interface Report {
  readonly period: Period;
  readonly currency: string;
  readonly model: ModelId;
}

export interface CreatorsAnswer extends Report {
  readonly creators: readonly CreatorRow[];
  /** All creators together. */
  readonly credited: CreditFigures;
  readonly unattributed: CreditFigures;
  /** Both: every order of the period. */
  readonly all: CreditFigures;
}

export interface CreatorLink {
  readonly link_id: string;
  readonly url: string;
  readonly destination: string;
  readonly platform: string;
  readonly archived: boolean;
  readonly clicks_raw: number;
  readonly clicks_valid: number;
  readonly orders_credited: number;
  readonly revenue_minor: number;
}

export interface CreatorAnswer extends Report {
  readonly creator: CreatorRow;
  readonly days: readonly DayPoint[];
  readonly links: readonly CreatorLink[];
  readonly codes: readonly { readonly code: string; readonly archived: boolean }[];
  /** Credit that came by promo code and not by a link. */
  readonly by_code: { readonly orders_credited: number; readonly revenue_minor: number };
}

export interface OrderCredit extends CreatorIdentity {
  readonly weight: number;
  /** In the workspace's currency, refunds taken off. */
  readonly amount_minor: number;
}

export interface OrderRow {
  readonly order_id: string;
  readonly occurred_at: string;
  /** In the order's own currency, before refunds. */
  readonly amount_minor: number;
  readonly currency: string;
  /** 0 or less. */
  readonly refunded_minor: number;
  readonly new_customer: boolean | null;
  readonly state: 'credited' | 'unattributed' | 'waiting';
  readonly credits: readonly OrderCredit[];
}

export interface OrdersAnswer extends Report {
  readonly orders: readonly OrderRow[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface PlatformFigures {
  /** Empty where a creator's platform is not known. */
  readonly platform: string;
  readonly revenue_minor: number;
  readonly clicks_valid: number;
}

export interface OverviewAnswer extends Report {
  readonly previous: Period;
  readonly current: Figures;
  readonly before: Figures;
  readonly days: readonly DayPoint[];
  readonly click_quality: ClickQuality;
  readonly top: readonly CreatorRow[];
  /** Credit and valid clicks by platform, the most credited first. */
  readonly platforms: readonly PlatformFigures[];
  readonly latest: readonly OrderRow[];
  /** First and last day of anything at all, told when the period has nothing; null when there never was anything. */
  readonly activity: Period | null;
}

export interface TouchAnswer extends CreatorIdentity {
  readonly touch_id: string;
  readonly kind: 'click' | 'code';
  readonly occurred_at: string;
  /** The link's address or the promo code. */
  readonly label: string;
  /** What clicked; empty for a code. */
  readonly click_class: string;
  readonly counted: boolean;
  /** Why it counts or does not, as a stable word; the app says it in a sentence. */
  readonly reason: string;
}

export interface ModelSplit {
  readonly model: ModelId;
  /** In the order's currency, refunds taken off. The lines add up to the order's net amount. */
  readonly lines: readonly { readonly touch_id: string; readonly weight: number; readonly amount_minor: number }[];
  readonly total_minor: number;
}

export interface OrderAnswer {
  readonly order_id: string;
  readonly occurred_at: string;
  readonly amount_minor: number;
  readonly currency: string;
  /** Order and refunds together: what the models split. */
  readonly net_minor: number;
  readonly new_customer: boolean | null;
  readonly codes: readonly string[];
  readonly refunds: readonly { readonly refund_id: string; readonly occurred_at: string; readonly delta_minor: number; readonly reason: string }[];
  readonly touches: readonly TouchAnswer[];
  /** Empty until an attribution run has seen the order. */
  readonly models: readonly ModelSplit[];
  /** waiting: no run has seen the order; behind: something came since, which the next run credits. */
  readonly ledger: 'waiting' | 'behind' | 'current';
}
