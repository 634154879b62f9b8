import { armOfUnit, type Directory, type Stored } from '@touchline/directory';
import { SharedText } from '@touchline/event-log';
import { LRUCache } from 'lru-cache';
import { flatText } from '../flat-text.js';

/** Where an arm of a redirect holdout, or everybody where none runs, is sent; worked out once. */
export interface Route {
  /** The Location before and after the click id. */
  readonly location_head: string;
  readonly location_tail: string;
  /** The Location for a click that could not be kept. */
  readonly location_unlogged: string;
  /** Pieces of the click event: see click-event.ts. */
  readonly destination_text: SharedText;
  /** What follows `simulated`: experiment and arm, or nothing, and the end of the event. */
  readonly end_text: SharedText;
  /** Whether both are ASCII. */
  readonly ascii: boolean;
}

/** All that is the same for every click on one link, worked out once. */
export interface LinkPlan {
  readonly workspace_id: string;
  /** Pieces of the click event that do not change: see click-event.ts. */
  readonly workspace_text: SharedText;
  readonly link_text: SharedText;
  /** Whether the two above are ASCII: then the event may be kept in pieces. */
  readonly ascii: boolean;
  /** The link's own destination. */
  readonly route: Route;
  /** The route of a visitor's arm; undefined where no holdout runs on the link. The same visitor always gets the same. */
  readonly routeOf: ((visitorId: string) => Route) | undefined;
}

const ASCII = /^[\x20-\x7e]*$/;

/** How many workspaces' texts are shared by the plans of all their links. */
const WORKSPACE_TEXTS_MAX = 10_000;

/** The end of an event without an experiment. */
const END = new SharedText('}}');

const workspaceTexts = new LRUCache<string, SharedText>({ max: WORKSPACE_TEXTS_MAX });

const UTM_MEDIUM = 'influencer';
const PLATFORM_UNKNOWN = 'creator';

export interface PlanOptions {
  readonly directory: Directory;
  /** Query parameter that carries the click id. */
  readonly click_parameter: string;
}

/** Plans by link; a link that changes is another object, so a plan is never stale and goes with its link. */
export class LinkPlans {
  readonly #options: PlanOptions;
  readonly #plans = new WeakMap<Stored<'link'>, LinkPlan | 'unusable'>();

  constructor(options: PlanOptions) {
    this.#options = options;
  }

  /** The plan of a slug's link; undefined when there is no such link, or its destination is no http(s) address (I7). */
  bySlug(slug: string): LinkPlan | undefined {
    const link = this.#options.directory.linkBySlug(slug);
    if (link === undefined) return undefined;
    let plan = this.#plans.get(link);
    if (plan === undefined) {
      plan = makePlan(link, this.#options) ?? 'unusable';
      this.#plans.set(link, plan);
    }
    return plan === 'unusable' ? undefined : plan;
  }
}

function makePlan(link: Stored<'link'>, options: PlanOptions): LinkPlan | undefined {
  const { destination } = link.entity;
  const utm = utmOf(link, options.directory);
  const route = makeRoute({ destination, utm }, options.click_parameter);
  if (route === undefined) return undefined;
  const workspace_text = workspaceText(link.workspace_id);
  const link_text = new SharedText(`"link_id":${JSON.stringify(link.id)},"slug":${JSON.stringify(link.entity.slug)},"host":"`);
  const ascii = ASCII.test(workspace_text.text + link_text.text);
  return { workspace_id: link.workspace_id, workspace_text, link_text, ascii, route, routeOf: holdoutRoutes(link, utm, options) };
}

function workspaceText(workspace_id: string): SharedText {
  let text = workspaceTexts.get(workspace_id);
  if (text === undefined) {
    text = new SharedText(`","workspace_id":${JSON.stringify(workspace_id)},"occurred_at":"`);
    workspaceTexts.set(workspace_id, text);
  }
  return text;
}

interface RouteWish {
  readonly destination: string;
  readonly utm: Utm;
  readonly experiment_json?: string;
}

/** undefined when the destination is no http(s) address (I7) */
function makeRoute({ destination, utm, experiment_json = '' }: RouteWish, clickParameter: string): Route | undefined {
  if (!URL.canParse(destination)) return undefined;
  const url = new URL(destination);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const { head, tail, unlogged } = locationParts(url, utm, clickParameter);
  const destination_text = new SharedText(`","destination":${JSON.stringify(destination)}`);
  const end_text = experiment_json === '' ? END : new SharedText(`${experiment_json}}}`);
  const ascii = ASCII.test(destination_text.text + end_text.text);
  return { location_head: flatText(head), location_tail: flatText(tail), location_unlogged: unlogged, destination_text, end_text, ascii };
}

/**
 * The control arm goes to the holdout URL, or to the plain destination: as its owner wrote it, without the UTM parameters. Both
 * arms carry the click id, or their orders could not be compared. A holdout URL that is no http(s) address ends the experiment
 * for the link rather than the redirect (I7).
 */
function holdoutRoutes(link: Stored<'link'>, utm: Utm, { directory, click_parameter }: PlanOptions): LinkPlan['routeOf'] {
  const experiment = directory.holdoutOfLink(link.workspace_id, link.id);
  if (experiment === undefined) return undefined;
  const { arms, salt, control_arm, holdout_url } = experiment.entity;
  const routes = new Map<string, Route>();
  for (const { name } of arms) {
    const held = name === control_arm;
    const destination = held ? (holdout_url ?? link.entity.destination) : link.entity.destination;
    const experiment_json = `,"experiment_id":${JSON.stringify(experiment.id)},"arm":${JSON.stringify(name)}`;
    const route = makeRoute({ destination, utm: held ? [] : utm, experiment_json }, click_parameter);
    if (route === undefined) return undefined;
    routes.set(name, route);
  }
  return (visitorId) => {
    const route = routes.get(armOfUnit({ arms, salt }, visitorId));
    if (route === undefined) throw new Error(`an arm without a route in ${experiment.id}`);
    return route;
  };
}

type Utm = readonly (readonly [name: string, value: string])[];

function utmOf(link: Stored<'link'>, directory: Directory): [name: string, value: string][] {
  const { creator_id, post_id, campaign_id } = link.entity;
  const post = post_id === undefined ? undefined : directory.get('post', link.workspace_id, post_id);
  const creator = directory.get('creator', link.workspace_id, creator_id);
  const platform = link.entity.platform ?? post?.entity.platform ?? creator?.entity.platform ?? PLATFORM_UNKNOWN;
  const utm: [string, string][] = [
    ['utm_source', platform.toLowerCase()],
    ['utm_medium', UTM_MEDIUM],
    ['utm_content', post_id === undefined ? creator_id : `${creator_id}-${post_id}`],
  ];
  if (campaign_id !== undefined) utm.splice(2, 0, ['utm_campaign', campaign_id]);
  return utm;
}

/**
 * The destination cut where the click id goes. The owner's own query stays byte for byte as it is, except that a click id
 * already in it is taken out: ours is the only one.
 */
function locationParts(url: URL, utm: Utm, clickParameter: string): { readonly head: string; readonly tail: string; readonly unlogged: string } {
  const given = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && nameOf(pair) !== clickParameter);
  const names = new Set(given.map(nameOf));
  const added = utm.filter(([name]) => !names.has(name)).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const query = [...given, ...added];
  const base = new URL(url);
  base.search = '';
  base.hash = '';
  return {
    head: `${base.href}?${[...query, `${clickParameter}=`].join('&')}`,
    tail: url.hash,
    unlogged: `${base.href}${query.length === 0 ? '' : `?${query.join('&')}`}${url.hash}`,
  };
}

function nameOf(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? '';
}
