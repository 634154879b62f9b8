import type { Directory, Stored } from '@touchline/directory';
import type { ChoicesAnswer, Choosable, ExperimentRow, MarketsAnswer, ScopeAnswer } from '../experiment-answers.js';
import { type Numeric, type Reader, sql } from '../reader.js';

const SHOWN_MAX = 40;
const PAGE = 1_000;
/** Looked through for a name; a brand has at most some thousand creators. */
const SEARCHED_MAX = 20_000;
const MARKETS_MAX = 5_000;

export const CHOICE_KINDS = ['link', 'creator', 'campaign'] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

/** What an experiment can be about, as far as its id, name or address holds what is looked for. */
export function choicesOf(directory: Directory, workspaceId: string, { kind, search }: { readonly kind: ChoiceKind; readonly search: string }): ChoicesAnswer {
  const wanted = search.trim().toLowerCase();
  const choices: Choosable[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < SEARCHED_MAX; seen += PAGE) {
    const page = directory.list(kind, workspaceId, { limit: PAGE, after });
    for (const stored of page.items) {
      const choice = choosable(stored);
      if (!`${choice.id} ${choice.name} ${choice.detail}`.toLowerCase().includes(wanted)) continue;
      if (choices.length === SHOWN_MAX) return { choices, more: true };
      choices.push(choice);
    }
    if (page.next === undefined) return { choices, more: false };
    after = page.next;
  }
  return { choices, more: true };
}

function choosable({ id, entity }: Stored<ChoiceKind>): Choosable {
  if ('slug' in entity) return { id, name: `/${entity.slug}`, detail: entity.destination };
  return { id, name: entity.name, detail: 'handle' in entity ? (entity.handle ?? '') : '' };
}

/** What an experiment's scope names, as people call it; what is gone is called by its id. */
export function scopeOf(directory: Directory, workspaceId: string, { link_ids, creator_ids, campaign_ids }: ExperimentRow['scope']): ScopeAnswer {
  const named = (kind: ChoiceKind, ids: readonly string[]) =>
    ids.map((id) => {
      const stored = directory.get(kind, workspaceId, id);
      return stored === undefined ? { id, name: id, detail: '' } : choosable(stored);
    });
  return { links: named('link', link_ids), creators: named('creator', creator_ids), campaigns: named('campaign', campaign_ids) };
}

/** The figures that markets report, and which markets report them. */
export async function marketsOf(reader: Reader, workspaceId: string): Promise<MarketsAnswer> {
  const rows = await reader.query<{ metric: string; geos: string[]; days: Numeric }>(sql('markets'), { workspace: workspaceId, limit: MARKETS_MAX });
  return { metrics: rows.map(({ metric, geos, days }) => ({ name: metric, geos, days: Number(days) })) };
}
