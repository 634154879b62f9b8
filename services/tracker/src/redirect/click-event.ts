import { type NewRecord, type Piece, SharedText, TextRecord, textOf } from '@touchline/event-log';
import { type AgentFacts, CLASS_RULES_VERSION, type Verdict } from '../classify/user-agent.js';
import type { Instants } from './instants.js';
import type { LinkPlan, Route } from './plan.js';

/** The version written here; a test holds it against the catalogue. */
const CLICK_VERSION = 2;

/** What a click event says beside its link and its user agent. */
export interface ClickFacts {
  readonly click_id: string;
  readonly instants: Instants;
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

const BEGIN = new SharedText(`{"type":"click","version":${CLICK_VERSION},"event_id":"`);
const VISITOR = new SharedText('","person":{"visitor_id":"');
const THEN_PREFIX = new SharedText('","ip_prefix":"');
const PREFIX = new SharedText('","person":{"ip_prefix":"');
const NOBODY = new SharedText('","person":{},"payload":{');
const PAYLOAD = new SharedText('"},"payload":{');
const [OPEN, PRIVATE, OPEN_SIMULATED, PRIVATE_SIMULATED] = [flags(false, false), flags(true, false), flags(false, true), flags(true, true)];

/** By rule; there are as many as rules. */
const verdictTexts = new Map<string, SharedText>();

/**
 * The record of a click. Its text is what encodeEvent would write, byte for byte, put together from pieces that were worked out per
 * link and per user agent, most of which many clicks share. What is not escaped here cannot hold a character that would need it,
 * nor one that is not ASCII: ids are hex, instants ISO 8601, hosts and languages were matched letter by letter.
 */
export function clickRecord(facts: ClickFacts, plan: LinkPlan, agent: AgentFacts): NewRecord {
  const pieces = clickPieces(facts, plan, agent);
  if (plan.ascii && facts.route.ascii && agent.ascii) return new TextRecord(facts.key, pieces);
  return { key: facts.key, value: Buffer.from(textOf(pieces)) };
}

function clickPieces(facts: ClickFacts, plan: LinkPlan, agent: AgentFacts): Piece[] {
  const { visitor_id, ip_prefix, route } = facts;
  const pieces: Piece[] = [BEGIN, facts.click_id, plan.workspace_text, facts.instants.text, facts.key];
  if (visitor_id !== undefined && ip_prefix !== undefined) pieces.push(VISITOR, visitor_id, THEN_PREFIX, ip_prefix, PAYLOAD);
  else if (visitor_id !== undefined) pieces.push(VISITOR, visitor_id, PAYLOAD);
  else if (ip_prefix !== undefined) pieces.push(PREFIX, ip_prefix, PAYLOAD);
  else pieces.push(NOBODY);
  pieces.push(plan.link_text, facts.host, route.destination_text, verdictText(facts.verdict), facts.referrer_host);
  pieces.push(agent.text, facts.language, flagsOf(facts), route.end_text);
  return pieces;
}

function verdictText(verdict: Verdict): SharedText {
  let text = verdictTexts.get(verdict.rule);
  if (text === undefined) {
    text = new SharedText(`,"class":"${verdict.class}","class_rule":"${verdict.rule}","class_rules_version":${CLASS_RULES_VERSION},"referrer_host":"`);
    verdictTexts.set(verdict.rule, text);
  }
  return text;
}

function flagsOf(facts: ClickFacts): SharedText {
  if (facts.simulated) return facts.private ? PRIVATE_SIMULATED : OPEN_SIMULATED;
  return facts.private ? PRIVATE : OPEN;
}

function flags(isPrivate: boolean, simulated: boolean): SharedText {
  return new SharedText(`","private":${isPrivate},"simulated":${simulated}`);
}
