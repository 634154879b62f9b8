/** What came of something that was paid for: a creator, a campaign, a platform, a post; all in one currency and over one period. Unknown counts are 0. */
export interface Outcome {
  /** Credited revenue, refunds taken off. */
  readonly revenue_minor: number;
  readonly investment_minor: number;
  readonly conversions: number;
  readonly new_customers: number;
  readonly clicks: number;
  /** Of these clicks those on links of posts whose impressions are known: what CTR counts, so that unmeasured posts do not raise it. */
  readonly clicks_on_shown: number;
  readonly impressions: number;
  readonly reach: number;
  readonly followers: number;
  /** Likes, comments, shares, saves together. */
  readonly engagements: number;
}

/** Rates of an outcome; null wherever there would be nothing to divide by, which is not 0. */
export interface Rates {
  /** (revenue − investment) / investment × 100 %. */
  readonly roi_percent: number | null;
  /** revenue / investment. */
  readonly roas: number | null;
  /** investment / new customers, minor units. */
  readonly cpa_minor: number | null;
  /** clicks on posts whose impressions are known / impressions. */
  readonly ctr: number | null;
  /** conversions / clicks; above 1 where codes were redeemed without a click. */
  readonly cvr: number | null;
  /** revenue / conversions, minor units. */
  readonly aov_minor: number | null;
  /** engagements / followers, and engagements / reach. */
  readonly engagement_rate_by_followers: number | null;
  readonly engagement_rate_by_reach: number | null;
}

/**
 * The rates of an outcome, unrounded, by their usual definitions (see each). A sum of outcomes has the rates of the sums and never the mean of the
 * rates: add first, then ask.
 */
export function rates(outcome: Outcome): Rates {
  const { revenue_minor, investment_minor, conversions, clicks, engagements } = outcome;
  const gain = ratio(revenue_minor - investment_minor, investment_minor);
  return {
    roi_percent: gain === null ? null : gain * 100,
    roas: ratio(revenue_minor, investment_minor),
    cpa_minor: ratio(investment_minor, outcome.new_customers),
    ctr: ratio(outcome.clicks_on_shown, outcome.impressions),
    cvr: ratio(conversions, clicks),
    aov_minor: ratio(revenue_minor, conversions),
    engagement_rate_by_followers: ratio(engagements, outcome.followers),
    engagement_rate_by_reach: ratio(engagements, outcome.reach),
  };
}

/**
 * Adds outcomes up, field by field. Reach and followers are added as if nobody were in two audiences: at most so many people. A creator’s followers count
 * once for each post that was measured, so that the engagement rate by followers of several posts is their mean, weighted by followers.
 */
export function sumOutcomes(outcomes: Iterable<Outcome>): Outcome {
  const sum = {
    revenue_minor: 0,
    investment_minor: 0,
    conversions: 0,
    new_customers: 0,
    clicks: 0,
    clicks_on_shown: 0,
    impressions: 0,
    reach: 0,
    followers: 0,
    engagements: 0,
  };
  for (const outcome of outcomes) for (const name of Object.keys(sum) as (keyof Outcome)[]) sum[name] += outcome[name];
  return sum;
}

/** All revenue / all investment, of a workspace as a whole: marketing efficiency ratio. Null without investment. */
export function marketingEfficiency(all_revenue_minor: number, all_investment_minor: number): number | null {
  return ratio(all_revenue_minor, all_investment_minor);
}

/**
 * Earned media value: what the impressions would have cost where the workspace buys them, impressions / 1000 × CPM, minor units, unrounded. Null where the
 * workspace has set no CPM for the platform. It is a price of attention and no revenue, and never added to any: AMEC's Barcelona Principles reject such
 * equivalents as a measure of what communication is worth.
 */
export function earnedMediaValue(impressions: number, cpm_minor: number | undefined): number | null {
  return cpm_minor === undefined ? null : (impressions / 1_000) * cpm_minor;
}

function ratio(dividend: number, divisor: number): number | null {
  return divisor === 0 ? null : dividend / divisor;
}
