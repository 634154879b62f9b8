import { type AgentFacts, type Verdict, verdict } from './user-agent.js';

/** What beside the user agent tells a click's class. Absent headers are empty. */
export interface ClassHints {
  readonly method: 'GET' | 'HEAD';
  readonly sec_purpose: string;
  readonly purpose: string;
  readonly x_moz: string;
}

const HEAD = verdict('head', 'method');
const SEC_PURPOSE = verdict('prefetch', 'sec-purpose');
const PURPOSE = verdict('prefetch', 'purpose');
const X_MOZ = verdict('prefetch', 'x-moz');

const AHEAD = /prefetch|prerender|preview/i;

/** The class of a click and the rule that gave it; the first rule that fits wins. */
export function classify(hints: ClassHints, agent: AgentFacts): Verdict {
  if (hints.method === 'HEAD') return HEAD;
  if (hints.sec_purpose !== '' && AHEAD.test(hints.sec_purpose)) return SEC_PURPOSE;
  if (hints.purpose !== '' && AHEAD.test(hints.purpose)) return PURPOSE;
  if (hints.x_moz !== '' && AHEAD.test(hints.x_moz)) return X_MOZ;
  return agent.verdict;
}
