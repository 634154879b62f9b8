import { SharedText } from '@touchline/event-log';
import type { ClickClass } from '@touchline/events';
import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';
import parser from 'my-ua-parser';
import { BOT_AGENTS, IN_APP_AGENTS, MONITOR_AGENTS, nameOf, PREVIEW_AGENTS } from './patterns.js';

/** Raised whenever a rule is added, removed or changed: a click says by which edition it was judged. */
export const CLASS_RULES_VERSION = 1;

/** How many user agents are remembered. */
const AGENTS_MAX = 10_000;
/** What lies beyond says nothing more, and a pattern must not be fed without a bound. */
const AGENT_CHARACTERS_MAX = 1_024;

export interface Verdict {
  readonly class: ClickClass;
  /** `class:rule`, as the click event says it. */
  readonly rule: string;
}

/** Everything that is read out of a user agent, done once per distinct text. */
export interface AgentFacts {
  /** The class when nothing else in the request speaks against it. */
  readonly verdict: Verdict;
  /** Empty when the request did not come from an app's own browser. */
  readonly in_app: string;
  readonly device: string;
  readonly os: string;
  readonly browser: string;
  /** The four above as a piece of the click event, from the end of the field before to the beginning of the next: see click-event.ts. */
  readonly text: SharedText;
  /** Whether that piece is ASCII. */
  readonly ascii: boolean;
}

const ASCII = /^[\x20-\x7e]*$/;

const known = new LRUCache<string, AgentFacts>({ max: AGENTS_MAX });

let lastText = '';
let lastFacts: AgentFacts | undefined;

/** Most requests come from the same user agent as the one before, or the next: the last answer is kept. */
export function agentFacts(userAgent: string): AgentFacts {
  if (userAgent === lastText && lastFacts !== undefined) return lastFacts;
  lastFacts = knownFacts(userAgent);
  lastText = userAgent;
  return lastFacts;
}

function knownFacts(userAgent: string): AgentFacts {
  const text = userAgent.length > AGENT_CHARACTERS_MAX ? userAgent.slice(0, AGENT_CHARACTERS_MAX) : userAgent;
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const facts = readAgent(text);
  known.set(text, facts);
  return facts;
}

function readAgent(text: string): AgentFacts {
  const { browser, device, os } = parser.UAParser(text);
  const in_app = nameOf(IN_APP_AGENTS, text) ?? '';
  const shown = {
    in_app,
    device: device.type ?? (os.name === undefined ? '' : 'desktop'),
    os: os.name ?? '',
    browser: browser.name ?? '',
  };
  const json = JSON.stringify(shown).slice(1, -1);
  return { ...shown, verdict: judge(text), text: new SharedText(`",${json},"language":"`), ascii: ASCII.test(json) };
}

/** Previews and monitors stand before robots, because isbot would call them robots too. */
function judge(text: string): Verdict {
  if (text.trim() === '') return verdict('bot', 'empty-user-agent');
  const preview = nameOf(PREVIEW_AGENTS, text);
  if (preview !== undefined) return verdict('preview', preview);
  const monitor = nameOf(MONITOR_AGENTS, text);
  if (monitor !== undefined) return verdict('monitor', monitor);
  const bot = nameOf(BOT_AGENTS, text);
  if (bot !== undefined) return verdict('bot', bot);
  if (isbot(text)) return verdict('bot', 'isbot');
  return verdict('human', 'no-other-rule');
}

export function verdict(name: ClickClass, rule: string): Verdict {
  return { class: name, rule: `${name}:${rule}` };
}
