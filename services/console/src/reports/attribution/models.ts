import type { CreatorIdentity } from '../../answers.js';
import type { ModelsAnswer } from '../../attribution-answers.js';
import { heading, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { compareModels } from './comparison.js';
import { creditIntervals } from './intervals.js';

/** Nobody compares more side by side; a creator beyond it has its own page. */
const CREATORS_MAX = 1_000;

/** Creators by models: the same orders, credited by every rule there is. */
export async function modelsReport(context: ReportContext): Promise<ModelsAnswer> {
  const [{ models, compared }, intervals] = await Promise.all([
    compareModels(context, { creator: '', limit: CREATORS_MAX }),
    creditIntervals(context, { against: '', limit: CREATORS_MAX }),
  ]);
  const credited = compared.filter(({ creator_id }) => creator_id !== '');
  const names = await namesOf(
    context,
    credited.map(({ creator_id }) => creator_id),
  );
  return {
    ...heading(context),
    models,
    creators: credited.map(({ creator_id, credits, disagreement }) => ({
      ...identityOf(names, creator_id),
      credits,
      interval: intervals.get(creator_id)?.interval ?? null,
      disagreement,
    })),
    unattributed: compared.find(({ creator_id }) => creator_id === '')?.credits ?? [],
  };
}

/** What to call a creator; one the directory does not know has its id for a name. */
export function identityOf(names: ReadonlyMap<string, CreatorIdentity>, creator_id: string): CreatorIdentity {
  return names.get(creator_id) ?? { creator_id, name: creator_id, handle: '', platform: '' };
}
