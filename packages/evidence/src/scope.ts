import type { EntitiesAt } from './entities-at.js';
import type { Experiment } from './result.js';

const KEYS = ['link_ids', 'creator_ids', 'campaign_ids', 'geos'] as const;

/** Names of the experiments that ran at the same time on something this one is about, in the order of their ids. */
export function othersOnScope(id: string, { experiments }: EntitiesAt, as_of: Date): string[] {
  const mine = experiments.get(id);
  if (mine === undefined) return [];
  return [...experiments].filter(([other, each]) => other !== id && each.started_at !== undefined && overlap(mine, each, as_of)).map(([, { name }]) => name);
}

function overlap(one: Experiment, other: Experiment, as_of: Date): boolean {
  const [from, to] = spanOf(one, as_of);
  const [other_from, other_to] = spanOf(other, as_of);
  if (from >= other_to || other_from >= to) return false;
  return KEYS.some((key) => one.scope[key].some((each) => other.scope[key].includes(each)));
}

function spanOf({ started_at = '', stopped_at }: Experiment, as_of: Date): [number, number] {
  return [Date.parse(started_at), stopped_at === undefined ? as_of.getTime() : Date.parse(stopped_at)];
}
