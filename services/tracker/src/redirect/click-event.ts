import { type AgentFacts, CLASS_RULES_VERSION, type Verdict } from '../classify/user-agent.js';
import type { LinkPlan, Route } from './plan.js';

/** The version written here; a test holds it against the catalogue. */
const CLICK_VERSION = 2;

/** What a click event says beside its link and its user agent. */
export interface ClickFacts {
  readonly click_id: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly key: string;
  readonly visitor_id: string | undefined;
  readonly ip_prefix: string | undefined;
  readonly host: string;
  readonly verdict: Verdict;
  readonly referrer_host: string;
  readonly language: string;
  readonly private: boolean;
  readonly simulated: boolean;
  /** Where the visitor goes. */
  readonly route: Route;
}

/**
 * A click as encodeEvent would write it, byte for byte, put together from pieces that were worked out per link and per user
 * agent. What is not escaped here cannot hold a character that would need it: ids are hex, instants ISO 8601, hosts and
 * languages were matched letter by letter.
 */
export function clickBytes(facts: ClickFacts, plan: LinkPlan, agent: AgentFacts): Buffer {
  return Buffer.from(clickJson(facts, plan, agent), plan.ascii && facts.route.ascii && agent.ascii ? 'latin1' : 'utf8');
}

function clickJson(facts: ClickFacts, plan: LinkPlan, agent: AgentFacts): string {
  return (
    `{"type":"click","version":${CLICK_VERSION},"event_id":"${facts.click_id}","workspace_id":${plan.workspace_json}` +
    `,"occurred_at":"${facts.occurred_at}","received_at":"${facts.received_at}"` +
    `,"source":"${facts.simulated ? 'simulator' : 'tracker'}","key":"${facts.key}","person":${personJson(facts)}` +
    `,"payload":{${plan.link_json},"host":"${facts.host}",${facts.route.destination_json}` +
    `,"class":"${facts.verdict.class}","class_rule":"${facts.verdict.rule}","class_rules_version":${CLASS_RULES_VERSION}` +
    `,"referrer_host":"${facts.referrer_host}",${agent.json},"language":"${facts.language}"` +
    `,"private":${facts.private},"simulated":${facts.simulated}${facts.route.experiment_json}}}`
  );
}

function personJson(facts: ClickFacts): string {
  const { visitor_id, ip_prefix } = facts;
  if (visitor_id === undefined) return ip_prefix === undefined ? '{}' : `{"ip_prefix":"${ip_prefix}"}`;
  return ip_prefix === undefined ? `{"visitor_id":"${visitor_id}"}` : `{"visitor_id":"${visitor_id}","ip_prefix":"${ip_prefix}"}`;
}
