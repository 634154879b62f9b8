import type { Candidate, Touch } from './touch.js';

/** Why a candidate counts for a conversion or does not; the words are stable, the console explains them. */
export const REASONS = [
  'counted',
  'not_human',
  'unknown_link',
  'unknown_code',
  'merged_with_order_code',
  'after_conversion',
  'outside_window',
  'merged_with_click',
  'repeated',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Verdict {
  readonly candidate: Candidate;
  readonly reason: Reason;
  /** The touch that stands for it, where it was merged or is a repeat; empty otherwise. */
  readonly merged_into: string;
}

/**
 * Which of the touches that are left make the path: all of them; consecutive touches of the same link or code once (the
 * latest of them, the one nearest the conversion); or each link or code once (the first).
 */
export type PathTransform = 'all' | 'collapsed' | 'unique';

export interface JourneyPolicy {
  readonly click_window_ms: number;
  readonly code_window_ms: number;
  readonly transform: PathTransform;
}

export interface JourneyConversion {
  readonly order_id: string;
  readonly at_ms: number;
}

export interface Journey {
  /** What counts, by instant, then by id. */
  readonly touches: readonly Touch[];
  /** Every candidate, in the same order. */
  readonly verdicts: readonly Verdict[];
}

interface Judged {
  readonly candidate: Candidate;
  /** A code that names the conversion's order was redeemed with it, however late it was reported. */
  readonly at_ms: number;
  reason: Reason;
  merged_into: string;
}

/**
 * The touches that count for a conversion at T: those at t with `T − window < t ≤ T`, in exact milliseconds, in (instant,
 * id) order; and for every other candidate of the person why it does not count. The order of the candidates does not matter.
 */
export function journey(conversion: JourneyConversion, candidates: readonly Candidate[], policy: JourneyPolicy): Journey {
  const onOrders = ordersCodes(candidates);
  const judged = candidates.map((candidate) => judge(conversion, candidate, { policy, onOrders })).sort(byInstant);
  mergeCodes(judged);
  collapse(judged, policy.transform);
  return {
    touches: judged.filter((one) => one.reason === 'counted').map((one) => asTouch(one)),
    verdicts: judged.map(({ candidate, reason, merged_into }) => ({ candidate, reason, merged_into })),
  };
}

interface Context {
  readonly policy: JourneyPolicy;
  /** Touch id of the code on the order, by order and code. */
  readonly onOrders: ReadonlyMap<string, string>;
}

function judge(conversion: JourneyConversion, candidate: Candidate, context: Context): Judged {
  const withOrder = candidate.kind === 'code' && candidate.order_id === conversion.order_id;
  const at_ms = withOrder ? Math.min(candidate.at_ms, conversion.at_ms) : candidate.at_ms;
  const judged = (reason: Reason, merged_into = '') => ({ candidate, at_ms, reason, merged_into });
  if (candidate.kind === 'click' && candidate.click_class !== 'human') return judged('not_human');
  if (candidate.creator_id === '') return judged(candidate.kind === 'click' ? 'unknown_link' : 'unknown_code');
  const onOrder = candidate.kind === 'code' && !candidate.on_order ? context.onOrders.get(orderCode(candidate)) : undefined;
  if (onOrder !== undefined) return judged('merged_with_order_code', onOrder);
  if (at_ms > conversion.at_ms) return judged('after_conversion');
  const window_ms = candidate.kind === 'click' ? context.policy.click_window_ms : context.policy.code_window_ms;
  return judged(at_ms > conversion.at_ms - window_ms ? 'counted' : 'outside_window');
}

/** A redemption reported for an order that carries the same code itself is the same redemption. */
function ordersCodes(candidates: readonly Candidate[]): Map<string, string> {
  const carried = new Map<string, string>();
  for (const candidate of candidates) {
    if (!candidate.on_order) continue;
    const key = orderCode(candidate);
    const known = carried.get(key);
    if (known === undefined || candidate.touch_id < known) carried.set(key, candidate.touch_id);
  }
  return carried;
}

function orderCode(candidate: Candidate): string {
  return candidate.order_id === '' ? '' : JSON.stringify([candidate.order_id, candidate.code]);
}

/** A code and a click of the same creator are one touch: the click stays, the latest one at or before the code's instant. */
function mergeCodes(judged: readonly Judged[]): void {
  const clicks = judged.filter((one) => one.candidate.kind === 'click' && one.reason === 'counted');
  if (clicks.length === 0) return;
  for (const code of judged) {
    if (code.candidate.kind !== 'code' || code.reason !== 'counted') continue;
    const same = clicks.filter((click) => click.candidate.creator_id === code.candidate.creator_id);
    const click = same.findLast((one) => one.at_ms <= code.at_ms) ?? same[0];
    if (click === undefined) continue;
    code.reason = 'merged_with_click';
    code.merged_into = click.candidate.touch_id;
  }
}

function collapse(judged: readonly Judged[], transform: PathTransform): void {
  if (transform === 'all') return;
  const counted = judged.filter((one) => one.reason === 'counted');
  if (transform === 'unique') {
    const kept = new Map<string, Judged>();
    for (const one of counted) {
      const first = kept.get(channelOf(one.candidate));
      if (first === undefined) kept.set(channelOf(one.candidate), one);
      else repeat(one, first);
    }
    return;
  }
  let later: Judged | undefined;
  for (const one of counted.toReversed()) {
    if (later !== undefined && channelOf(one.candidate) === channelOf(later.candidate)) repeat(one, later);
    else later = one;
  }
}

function repeat(one: Judged, of: Judged): void {
  one.reason = 'repeated';
  one.merged_into = of.candidate.touch_id;
}

/** The finest level of the chain: the link, or the code where there was none. */
function channelOf(candidate: Candidate): string {
  return candidate.kind === 'click' ? `link:${candidate.link_id}` : `code:${candidate.code}`;
}

function byInstant(one: Judged, other: Judged): number {
  if (one.at_ms !== other.at_ms) return one.at_ms - other.at_ms;
  if (one.candidate.touch_id === other.candidate.touch_id) return 0;
  return one.candidate.touch_id < other.candidate.touch_id ? -1 : 1;
}

function asTouch({ candidate, at_ms }: Judged): Touch {
  const { touch_id, creator_id, campaign_id, post_id, link_id, platform } = candidate;
  return { touch_id, at_ms, creator_id, campaign_id, post_id, link_id, platform };
}
