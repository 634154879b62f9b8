import type { Verdict } from '../classify/user-agent.js';
import { CLASS_RULES_VERSION } from '../classify/user-agent.js';

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
}

/** Pieces of JSON worked out ahead, per link and per user agent. */
export interface ClickPieces {
  readonly workspace_json: string;
  readonly link_json: string;
  readonly destination_json: string;
  readonly agent_json: string;
}

/**
 * A click as encodeEvent would write it, byte for byte, put together from pieces. What is not escaped here cannot hold a
 * character that would need it: ids are hex, instants ISO 8601, hosts and languages were matched letter by letter.
 */
export function clickJson(facts: ClickFacts, pieces: ClickPieces): string {
  return (
    `{"type":"click","version":1,"event_id":"${facts.click_id}","workspace_id":${pieces.workspace_json}` +
    `,"occurred_at":"${facts.occurred_at}","received_at":"${facts.received_at}"` +
    `,"source":"${facts.simulated ? 'simulator' : 'tracker'}","key":"${facts.key}","person":${personJson(facts)}` +
    `,"payload":{${pieces.link_json},"host":"${facts.host}",${pieces.destination_json}` +
    `,"class":"${facts.verdict.class}","class_rule":"${facts.verdict.rule}","class_rules_version":${CLASS_RULES_VERSION}` +
    `,"referrer_host":"${facts.referrer_host}",${pieces.agent_json},"language":"${facts.language}"` +
    `,"private":${facts.private},"simulated":${facts.simulated}}}`
  );
}

function personJson(facts: ClickFacts): string {
  const { visitor_id, ip_prefix } = facts;
  if (visitor_id === undefined) return ip_prefix === undefined ? '{}' : `{"ip_prefix":"${ip_prefix}"}`;
  return ip_prefix === undefined ? `{"visitor_id":"${visitor_id}"}` : `{"visitor_id":"${visitor_id}","ip_prefix":"${ip_prefix}"}`;
}
