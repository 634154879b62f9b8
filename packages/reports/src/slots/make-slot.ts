import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, type Logger, TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { archiveReport } from '../archive.js';
import { deliver } from '../delivery/deliver.js';
import { type RenderedFile, renderReport } from '../render/render.js';
import { makeReport, type Report, reportDigest, type Schedule } from '../report.js';
import type { SlotClaim } from './claim.js';

/** Tries of one delivery by one claimer, and the pauses between them. */
const PAUSES_MS = [1_000, 5_000];

/** What will be the same however often it is tried. */
const FOR_GOOD: ReadonlySet<string> = new Set(['TL_DELIVERY_FORBIDDEN', 'TL_DELIVERY_REFUSED', 'TL_CONFIG_INVALID']);
const NO_REPORT: ReadonlySet<string> = new Set(['TL_ENTITY_UNKNOWN', 'TL_EXPERIMENT_STATE', 'TL_WORKSPACE_UNKNOWN', 'TL_FIELD_VALUE']);

export interface SlotWork {
  readonly config: Config;
  readonly logger: Logger;
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  readonly slot_id: string;
  readonly schedule: Schedule;
  readonly time_zone: string;
}

/**
 * Makes a claimed slot's report, archives it and delivers it. Each delivery is written down before it is tried and after: killed
 * in between, whoever goes on tries it again with the same id (at least once).
 * @throws TouchlineError TL_REPORT_SLOT_TAKEN when another has it by now, TL_STORE_UNAVAILABLE, TL_LOG_UNAVAILABLE: then it stays claimed
 */
export async function makeSlot(claim: SlotClaim, work: SlotWork): Promise<void> {
  try {
    const { config, workspace_id, slot_id, schedule } = work;
    const report = await reportOf(claim, work);
    if (report === undefined) return;
    const { files, missing } = await renderReport(report, schedule.formats, config.TOUCHLINE_CHROMIUM);
    for (const code of missing) work.logger.warn({ workspace_id, slot_id, code }, 'a form of the report could not be made');
    await archiveReport(config, { workspace_id, slot_id }, files);
    for (const place of schedule.targets.keys()) await deliverTo(claim, work, { report, files, place });
    await claim.finish({ state: 'done', report_sha256: reportDigest(report) });
    work.logger.info({ workspace_id, slot_id }, 'report made');
  } finally {
    claim.release();
  }
}

/** undefined when there is none to make, now or ever; the slot then says why. */
async function reportOf(claim: SlotClaim, { warehouse, workspace_id, schedule, time_zone }: SlotWork): Promise<Report | undefined> {
  const { schedule_id, slot_at } = claim.slot;
  try {
    return await makeReport({ warehouse, workspace_id, schedule_id, schedule, time_zone, as_of: new Date(slot_at) });
  } catch (error) {
    if (!(error instanceof TouchlineError) || !NO_REPORT.has(error.code)) throw error;
    await claim.finish({ state: 'failed', code: error.code });
    return undefined;
  }
}

interface Made {
  readonly report: Report;
  readonly files: readonly RenderedFile[];
  readonly place: number;
}

async function deliverTo(claim: SlotClaim, { config, slot_id, schedule, logger }: SlotWork, made: Made): Promise<void> {
  const target = schedule.targets[made.place];
  for (let tries = 0; target !== undefined; tries += 1) {
    const delivery = claim.slot.deliveries[made.place];
    if (delivery === undefined || delivery.state !== 'pending') return;
    await claim.delivery(made.place, { attempts: delivery.attempts + 1 });
    try {
      await deliver(config, target, { ...made, slot_id });
      await claim.delivery(made.place, { state: 'sent', at: new Date().toISOString() });
      return;
    } catch (error) {
      if (!(error instanceof TouchlineError) || error.code === 'TL_REPORT_SLOT_TAKEN' || error.code === 'TL_LOG_UNAVAILABLE') throw error;
      const pause_ms = FOR_GOOD.has(error.code) ? undefined : PAUSES_MS[tries];
      logger.warn({ slot_id, channel: target.channel, code: error.code, again: pause_ms !== undefined }, 'report not delivered');
      await claim.delivery(made.place, { code: error.code, ...(pause_ms === undefined ? { state: 'failed', at: new Date().toISOString() } : {}) });
      if (pause_ms === undefined) return;
      await sleep(pause_ms);
    }
  }
}
