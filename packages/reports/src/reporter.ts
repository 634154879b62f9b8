import type { Directory, Stored } from '@touchline/directory';
import type { EventLog } from '@touchline/event-log';
import { type Entities, newEventId } from '@touchline/events';
import { type Config, type Logger, sayError, TouchlineError } from '@touchline/runtime';
import { slotId } from '@touchline/schedule';
import type { Warehouse } from '@touchline/warehouse';
import { SlotClaim } from './slots/claim.js';
import { type DueSlot, dueSlots } from './slots/due.js';
import { Settled } from './slots/settled.js';

const SCHEDULES_MAX = 1_000;

export interface ReporterOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly warehouse: Warehouse;
  readonly directory: Directory;
  readonly log: EventLog;
}

/** Makes the reports that are due, one at a time in this process; other processes may do the same beside it. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #settled: Settled;
  /** Another process is told apart from this one even where it has its number. */
  readonly #claimer = newEventId();
  #tail: Promise<unknown> = Promise.resolve();
  #busy = false;
  #stopping = false;
  #trouble = '';

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#settled = new Settled(options.log, options.config);
  }

  /** Looks for what is due; does nothing while a look is under way. Never throws. */
  async tick(): Promise<void> {
    if (this.#busy || this.#stopping) return;
    this.#busy = true;
    const look = this.#tail.then(() => this.#look());
    this.#tail = look.catch(() => undefined);
    try {
      await look;
      this.#trouble = '';
    } catch (error) {
      const message = sayError(error);
      // One line a trouble, not one a try.
      if (message !== this.#trouble) this.#options.logger.error({ err: error }, 'no reports; trying again');
      this.#trouble = message;
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Makes a schedule's report now, as a slot of its own, and answers that slot.
   * @throws TouchlineError TL_ENTITY_UNKNOWN, TL_REPORT_SLOT_TAKEN when one is made in the same second, TL_STORE_UNAVAILABLE
   */
  now(workspace_id: string, schedule_id: string): Promise<Stored<'report_slot'>> {
    const turn = this.#tail.then(async () => {
      const { directory } = this.#options;
      const schedule = directory.get('report_schedule', workspace_id, schedule_id);
      if (schedule === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no schedule \`${schedule_id}\`.`, 'schedule_id');
      const slot_at = new Date(Math.floor(Date.now() / 1_000) * 1_000);
      const slot_id = slotId(schedule_id, slot_at);
      await this.#make(schedule, { slot_id, slot_at, todo: 'make' });
      const slot = directory.get('report_slot', workspace_id, slot_id);
      if (slot === undefined) throw new Error('a slot that was made is gone');
      return slot;
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Finishes the report under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tail;
  }

  async #look(): Promise<void> {
    const { directory, warehouse, config } = this.#options;
    await directory.catchUp();
    for (const workspace of directory.workspaces()) {
      const { items } = directory.list('report_schedule', workspace.id, { limit: SCHEDULES_MAX });
      for (const schedule of items) {
        const time_zone = this.#zone(schedule);
        const settle_ms = config.TOUCHLINE_REPORT_SETTLE_MS;
        for (const due of dueSlots({ directory, schedule, time_zone, now: new Date(), settle_ms })) {
          if (this.#stopping) return;
          // Without a warehouse every claim would only be one that failed.
          if (due.todo === 'make' && (!(await warehouse.ping()) || !(await this.#settled.has(`${workspace.id}/${due.slot_id}`)))) continue;
          await this.#oneOfMany(() => this.#todo(schedule, due));
        }
      }
    }
  }

  /** One report that fails keeps no other from being made. */
  async #oneOfMany(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // Another has it: that is what claims are for.
      if (error instanceof TouchlineError && error.code === 'TL_REPORT_SLOT_TAKEN') return;
      this.#options.logger.error({ err: error }, 'report not made; it is tried again when its claim is over');
    }
  }

  async #todo(schedule: Stored<'report_schedule'>, due: DueSlot): Promise<void> {
    if (due.todo !== 'miss') return this.#make(schedule, due);
    const { directory } = this.#options;
    const at = new Date().toISOString();
    const missed: Entities['report_slot'] = {
      schedule_id: schedule.id,
      slot_at: due.slot_at.toISOString(),
      ...{ state: 'missed', claim: 0, claimer: this.#claimer, claimed_at: at, claimed_until: at, deliveries: [] },
    };
    await directory.upsert(schedule.workspace_id, 'report_slot', due.slot_id, missed);
  }

  async #make(schedule: Stored<'report_schedule'>, { slot_id, slot_at, todo }: DueSlot): Promise<void> {
    const { directory, config, logger, warehouse } = this.#options;
    const { workspace_id, entity } = schedule;
    const request = { directory, workspace_id, slot_id, claimer: this.#claimer, lease_ms: config.TOUCHLINE_REPORT_LEASE_MS };
    const deliveries = entity.targets.map(({ channel }) => ({ channel, state: 'pending' as const, attempts: 0 }));
    const claim = await SlotClaim.take(request, { schedule_id: schedule.id, slot_at: slot_at.toISOString(), deliveries });
    if (todo === 'give_up') return claim.finish({ state: 'failed', code: 'TL_INTERNAL' });
    // What renders and delivers is loaded when there is something to render.
    const { makeSlot } = await import('./slots/make-slot.js');
    await makeSlot(claim, { config, logger, warehouse, workspace_id, slot_id, schedule: entity, time_zone: this.#zone(schedule) });
  }

  /** The schedule's own zone, or the workspace's. */
  #zone({ workspace_id, entity }: Stored<'report_schedule'>): string {
    return entity.time_zone ?? this.#options.directory.get('workspace', workspace_id, workspace_id)?.entity.time_zone ?? 'UTC';
  }
}
