import type { Trial, TrialVisit } from '../trials/trial.js';
import { type Door, PlayError } from './doors.js';
import { codeOf } from './entities.js';
import { eachAtMost } from './pool.js';
import { sendEvents } from './reports.js';

export interface TrialPlay {
  readonly tracker: Door;
  readonly collector: Door;
  readonly token: string;
  readonly concurrency: number;
  readonly click_parameter: string;
}

/** Of each trial its link, the experiment, and its start; told before anybody clicks. */
export const TRIAL_ENTITIES = 3;

/** Makes a trial's link, writes the trial down and starts it. What is there already stays as it is. */
export async function playTrialStart(trial: Trial, play: TrialPlay, advance: () => void): Promise<void> {
  await post('/v1/links', { id: trial.link.id, ...trial.link.entity }, { play, advance });
  await writeAndStart(trial, play, advance);
}

interface Written {
  readonly experiment: { readonly id: string };
  /** When it was written down; left out: now. */
  readonly written_at?: string;
  readonly started_at: string;
}

/** Writes an experiment down and starts it, at its own instants: the workspace is simulated. */
export async function writeAndStart({ experiment, written_at, started_at }: Written, play: TrialPlay, advance: () => void): Promise<void> {
  await post('/v1/experiments', experiment, { play, advance, ...(written_at === undefined ? {} : { at: written_at }) });
  await post(`/v1/experiments/${experiment.id}/start`, {}, { play, advance, at: started_at });
}

interface Posting {
  readonly play: Pick<TrialPlay, 'tracker' | 'token'>;
  readonly advance: () => void;
  /** The simulated instant. */
  readonly at?: string;
}

async function post(path: string, body: object, { play: { tracker, token }, advance, at }: Posting): Promise<void> {
  const simulated = at === undefined ? {} : { 'touchline-simulated-at': at };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...simulated };
  const answer = await tracker.ask({ method: 'POST', path, headers, body: JSON.stringify(body) });
  if (answer.status >= 300) throw new PlayError(`POST ${path}: ${answer.body.slice(0, 500)}`, answer.status, codeOf(answer.body));
  advance();
}

/** Everybody follows the link, lands where the tracker sends them, and orders what they would order from that page. */
export async function playTrialVisits(trial: Trial, play: TrialPlay, advance: (count: number) => void): Promise<number> {
  const orders: { readonly occurred_at: string; readonly event: object }[] = [];
  await eachAtMost(trial.visits, play.concurrency, async (visit, index) => {
    const location = await follow(trial, visit, play);
    const click_id = location.searchParams.get(play.click_parameter);
    const amount_minor = location.pathname === trial.holdout_path ? visit.plain_minor : visit.offer_minor;
    advance(1);
    if (amount_minor === undefined || click_id === null) return;
    const told = {
      occurred_at: visit.order_at,
      source: 'simulator',
      order_id: `${trial.link.id}-${index + 1}`,
      amount_minor,
      currency: trial.currency,
      click_id,
    };
    orders.push({ occurred_at: visit.order_at, event: { type: 'order_placed', ...told } });
  });
  orders.sort((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1));
  await sendEvents(
    orders.map(({ event }) => event),
    play,
    () => undefined,
  );
  return orders.length;
}

async function follow(trial: Trial, visit: TrialVisit, { tracker, token }: TrialPlay): Promise<URL> {
  const path = `/${trial.link.id}`;
  const headers = {
    'user-agent': visit.user_agent,
    cookie: `tlv=${visit.visitor_id}`,
    authorization: `Bearer ${token}`,
    'touchline-simulated-at': visit.at,
    'touchline-simulated-id': visit.id,
    'touchline-simulated-address': visit.address,
  };
  const answer = await tracker.ask({ method: 'GET', path, headers });
  if (answer.location === undefined || !URL.canParse(answer.location))
    throw new PlayError(`GET ${path}: ${answer.body.slice(0, 500)}`, answer.status, codeOf(answer.body));
  return new URL(answer.location);
}
