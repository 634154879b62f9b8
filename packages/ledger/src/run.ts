import { newEventId } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { type Affected, touchedPersons, withMoved } from './affected.js';
import { layClicksByPersonUpTo } from './clicks-by-person.js';
import { Crediting, type CreditingOptions } from './crediting.js';
import { readFitted } from './fits/current.js';
import { type LastRun, readLastRun } from './last-run.js';
import { joinAll, joinNew, type MemberChanges, unfinishedMembers } from './members.js';
import { haveLateClicks, type News, readNews } from './news.js';
import { Owners } from './owners.js';
import { type Policy, policyText, readPolicy } from './policy.js';
import type { RunIdentity } from './run-identity.js';
import { modelsText, type RunModels } from './run-models.js';
import { RunWriter } from './run-writer.js';
import { together } from './together.js';
import { readWatermark, sameWatermark, type Watermark } from './watermark.js';

export interface RunRequest extends CreditingOptions {
  /** When the run is done, as far as the ledger is concerned. */
  readonly now: Date;
}

export interface RunReport {
  readonly workspace_id: string;
  /** null: nothing was new, nothing was written. */
  readonly run_id: string | null;
  /** Orders that were looked at. */
  readonly conversions: number;
  readonly lines_written: number;
  readonly nothing_new: boolean;
  readonly duration_ms: number;
}

/**
 * Credits what is new in a workspace: joins persons, looks at the orders of everybody the news touches, and appends what differs
 * from the ledger as it stands. The row in `attribution_runs` comes last and makes the rest count: a run that ends before it
 * leaves no trace in the ledger, and the next one does its work (I2). One run of a workspace at a time.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE, or TL_RUN_OVERTAKEN when another run finished meanwhile
 */
export async function runAttribution(request: RunRequest): Promise<RunReport> {
  const began_ms = performance.now();
  const { warehouse, workspace_id } = request;
  const [policy, last] = await together(readPolicy(warehouse, workspace_id), readLastRun(warehouse, workspace_id));
  const watermark = await readWatermark(warehouse, last?.watermark ?? {});
  const changed = last !== undefined && last.policy !== policyText(policy);
  const moved_on = last === undefined || !sameWatermark(watermark, last.watermark);
  const news = moved_on ? await readNews(warehouse, workspace_id, last?.watermark) : undefined;
  if (!changed && news?.any !== true) {
    return { workspace_id, run_id: null, conversions: 0, lines_written: 0, nothing_new: true, duration_ms: performance.now() - began_ms };
  }
  const run = new Run(request, { policy, last, watermark, news: changed ? undefined : news });
  const { run_id, conversions, lines_written } = await run.go();
  return { workspace_id, run_id, conversions, lines_written, nothing_new: false, duration_ms: performance.now() - began_ms };
}

interface Known {
  readonly policy: Policy;
  readonly last: LastRun | undefined;
  readonly watermark: Watermark;
  /** undefined: everything is compared. */
  readonly news: News | undefined;
}

/** What is new, where not everything is looked at. */
interface Since {
  readonly news: News;
  readonly since: Watermark;
}

interface Asked {
  /** When the latest run that never finished assigned identifiers. */
  readonly unfinished_ms: number | undefined;
  readonly fitted: RunModels['fitted'];
  readonly owners: Owners;
  /** Facts that were known before name a click that came only now: whom they join has changed. */
  readonly late: boolean;
  /** Whom the news touches, where it joins nobody. */
  readonly touched: Affected;
}

class Run {
  readonly #request: RunRequest;
  readonly #known: Known;
  /** undefined: everything is looked at. */
  readonly #new: Since | undefined;

  constructor(request: RunRequest, known: Known) {
    const { news, last } = known;
    this.#request = request;
    this.#known = known;
    this.#new = news === undefined || last === undefined ? undefined : { news, since: last.watermark };
  }

  async go(): Promise<{ run_id: string; conversions: number; lines_written: number }> {
    const { warehouse, workspace_id, now } = this.#request;
    const { policy, last, watermark } = this.#known;
    const run_id = newEventId();
    const asked = await this.#ask();
    // What is known later has a later instant, also when the clock was set back.
    const knowledge_ms = Math.max(now.getTime(), (last?.knowledge_ms ?? 0) + 1, (asked.unfinished_ms ?? 0) + 1);
    const writer = new RunWriter(warehouse, { workspace_id, run_id, knowledge_ms });
    const affected = await this.#persons(asked, writer);
    const models = { rules: true, fitted: asked.fitted };
    const crediting = new Crediting({ ...this.#request, policy, models, writer, owners: asked.owners, fresh: last === undefined });
    try {
      const conversions = await crediting.persons(affected);
      const newest = await readLastRun(warehouse, workspace_id);
      if (newest?.run_id !== last?.run_id) throw new TouchlineError('TL_RUN_OVERTAKEN');
      await writer.commit({ watermark, policy: policyText(policy), models: modelsText(models, policy.half_life_ms), conversions });
      return { run_id, conversions, lines_written: writer.linesWritten };
    } finally {
      await crediting.removed;
    }
  }

  /** All at once, as none of it needs another. */
  async #ask(): Promise<Asked> {
    const { warehouse, workspace_id } = this.#request;
    const some = this.#new;
    const [unfinished_ms, fitted, owners, late, touched] = await together(
      unfinishedMembers(this.#request),
      readFitted(warehouse, workspace_id),
      Owners.read(warehouse, workspace_id),
      some === undefined ? false : haveLateClicks(warehouse, workspace_id, some.since),
      some === undefined || some.news.joined ? undefined : this.#touched(some),
      // Only a run over some persons looks for clicks by person.
      some === undefined ? undefined : layClicksByPersonUpTo(this.#request, this.#known.watermark),
    );
    return { unfinished_ms, fitted, owners, late, touched };
  }

  /** Whose orders are looked at, once everybody is joined. */
  async #persons({ unfinished_ms, late, touched }: Asked, writer: RunWriter): Promise<Affected> {
    // After a run that never finished nobody knows whom it moved from where.
    const some = unfinished_ms === undefined ? this.#new : undefined;
    const members = some === undefined || late ? await joinAll(this.#request, writer.run) : await this.#joinNew(some, writer.run);
    await writer.members(members.rows);
    if (some === undefined) return undefined;
    return withMoved(some.news.joined || late ? await this.#touched(some) : touched, members.persons);
  }

  #joinNew({ news, since }: Since, run: RunIdentity): Promise<MemberChanges> {
    return news.joined ? joinNew(this.#request, since, run) : Promise.resolve({ rows: [], persons: new Set() });
  }

  #touched(since: Since): Promise<Affected> {
    const { warehouse, workspace_id } = this.#request;
    return touchedPersons(warehouse, workspace_id, since);
  }
}
