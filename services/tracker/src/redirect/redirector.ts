import type { NewRecord } from '@touchline/event-log';
import { CLICK_CLASSES, type ClickClass, encodeEvent, newEventId, slotKey } from '@touchline/events';
import { classify } from '../classify/classify.js';
import { agentFacts } from '../classify/user-agent.js';
import { flatText } from '../flat-text.js';
import { MISS_ANSWER, type RedirectAnswer } from './answer.js';
import { clickRecord } from './click-event.js';
import { ClickIds } from './click-id.js';
import { firstLanguage, hostName, referrerHost } from './headers.js';
import { InstantClock, simulatedInstants } from './instants.js';
import { type LinkPlan, LinkPlans, type PlanOptions, type Route } from './plan.js';
import type { RedirectRequest } from './request.js';
import { cookieAttributes, newVisitor, VISITOR_COOKIE, visitorOf } from './visitor.js';

/** Workspace of a miss: an unknown slug belongs to nobody, and no workspace can have this id. */
const NO_WORKSPACE = '(none)';

/** Of what was asked for, as much as a miss keeps. */
const SLUG_CHARACTERS_MAX = 2_048;

/** The answer, and the record that must be on disk before it leaves. */
export interface Redirection {
  readonly answer: RedirectAnswer;
  readonly record: NewRecord;
}

/** What answers requests: the redirector, or something that stands before it. */
export type Redirects = Pick<Redirector, 'redirect'>;

/** Plain numbers: the hot path counts here. */
export interface RedirectCounts {
  readonly classes: Record<ClickClass, number>;
  missed: number;
}

export interface RedirectorOptions extends PlanOptions {
  readonly cookie_secure: boolean;
}

/** Decides what a request is answered with; the hot and the slow path both ask here, so they cannot differ. */
export class Redirector {
  readonly #plans: LinkPlans;
  readonly #cookieTail: string;
  readonly #ids = new ClickIds();
  readonly counts: RedirectCounts = {
    classes: Object.fromEntries(CLICK_CLASSES.map((each) => [each, 0])) as Record<ClickClass, number>,
    missed: 0,
  };
  readonly #clock = new InstantClock();

  constructor(options: RedirectorOptions) {
    this.#plans = new LinkPlans(options);
    this.#cookieTail = flatText(cookieAttributes(options.cookie_secure));
  }

  redirect(request: RedirectRequest): Redirection {
    const plan = this.#plans.bySlug(request.slug);
    return plan === undefined ? this.#miss(request) : this.#found(request, plan);
  }

  #found(request: RedirectRequest, plan: LinkPlan): Redirection {
    const now_ms = Date.now();
    const click_id = request.simulated_id ?? this.#ids.next(now_ms);
    const isPrivate = request.sec_gpc === '1' || request.dnt === '1';
    const known = isPrivate ? undefined : visitorOf(request.cookie);
    const visitor_id = isPrivate ? undefined : (known ?? newVisitor());
    const agent = agentFacts(request.user_agent);
    const key = slotKey(plan.workspace_id, visitor_id ?? click_id);
    const now = this.#clock.at(now_ms);
    const { simulated_at, simulated_id } = request;
    const verdict = classify(request, agent);
    this.counts.classes[verdict.class] += 1;
    const route = routeOf(plan, verdict.class, visitor_id);
    const click = clickRecord(
      {
        click_id,
        instants: simulated_at === undefined ? now : simulatedInstants(simulated_at, now.received_at),
        key,
        visitor_id,
        ip_prefix: isPrivate ? undefined : request.ip_prefix,
        host: hostName(request.host),
        verdict,
        referrer_host: referrerHost(request.referrer),
        language: firstLanguage(request.accept_language),
        private: isPrivate,
        simulated: simulated_at !== undefined,
        route,
      },
      plan,
      agent,
    );
    const cookie = visitor_id === undefined || known !== undefined ? undefined : `${VISITOR_COOKIE}=${visitor_id}${this.#cookieTail}`;
    // A simulated click sent again is the same click (I2); workspaces are kept apart.
    const record = simulated_id === undefined ? click : { key, value: click.value, once_id: `${plan.workspace_id} ${click_id}` };
    const location = route.location_head + click_id + route.location_tail;
    return { answer: { location, location_unlogged: route.location_unlogged, set_cookie: cookie }, record };
  }

  #miss(request: RedirectRequest): Redirection {
    this.counts.missed += 1;
    const event_id = newEventId();
    const at = this.#clock.at(Date.now()).received_at;
    const key = slotKey(NO_WORKSPACE, event_id);
    const payload = {
      slug: request.slug.slice(0, SLUG_CHARACTERS_MAX),
      host: hostName(request.host),
      class: classify(request, agentFacts(request.user_agent)).class,
    };
    const event = {
      type: 'redirect_missed' as const,
      version: 1,
      event_id,
      workspace_id: NO_WORKSPACE,
      occurred_at: at,
      received_at: at,
      source: 'tracker',
      key,
      person: {},
      payload,
    };
    return { answer: MISS_ANSWER, record: { key, value: encodeEvent(event) } };
  }
}

/**
 * Only people whose visitor id is known or made now are in an experiment. Who asked not to be identified (Sec-GPC, DNT) has no id
 * that an arm could stay with, and bots and previews are nobody: they go where the link leads, and their clicks name no arm.
 * Neither depends on the arm, so the arms stay comparable.
 */
function routeOf(plan: LinkPlan, clickClass: ClickClass, visitorId: string | undefined): Route {
  if (plan.routeOf === undefined || clickClass !== 'human' || visitorId === undefined) return plan.route;
  return plan.routeOf(visitorId);
}
