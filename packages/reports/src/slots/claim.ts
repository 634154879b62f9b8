import type { Directory, Stored } from '@touchline/directory';
import type { Entities, ReportDelivery } from '@touchline/events';

type Slot = Entities['report_slot'];

/** Which slot, and by whom. */
export interface ClaimRequest {
  readonly directory: Directory;
  readonly workspace_id: string;
  readonly slot_id: string;
  readonly claimer: string;
  readonly lease_ms: number;
}

/** Renewals in one lease. */
const RENEWALS = 3;

/**
 * A slot that is this process's until its lease is over. Every step is appended to the log before it counts; once another has the
 * slot, the next step throws TL_REPORT_SLOT_TAKEN.
 */
export class SlotClaim {
  readonly #request: ClaimRequest;
  #slot: Slot;
  #timer: NodeJS.Timeout | undefined;
  /** One step at a time: each is written over the one before. */
  #steps: Promise<unknown> = Promise.resolve();

  private constructor(request: ClaimRequest, slot: Slot) {
    this.#request = request;
    this.#slot = slot;
  }

  /** @throws TouchlineError TL_REPORT_SLOT_TAKEN, or what the log threw */
  static async take(request: ClaimRequest, fresh: Pick<Slot, 'schedule_id' | 'slot_at' | 'deliveries'>): Promise<SlotClaim> {
    const before = request.directory.get('report_slot', request.workspace_id, request.slot_id);
    // What the one before delivered stays delivered.
    const { deliveries } = before?.entity.state === 'claimed' ? before.entity : fresh;
    const slot: Slot = { ...fresh, state: 'claimed', claim: (before?.entity.claim ?? 0) + 1, claimer: request.claimer, ...lease(request.lease_ms), deliveries };
    await request.directory.upsert(request.workspace_id, 'report_slot', request.slot_id, slot);
    const claim = new SlotClaim(request, slot);
    claim.#keepAlive();
    return claim;
  }

  get slot(): Slot {
    return this.#slot;
  }

  /** Says how a delivery stands. */
  delivery(place: number, change: Partial<ReportDelivery>): Promise<void> {
    return this.#step((slot) => ({ ...slot, deliveries: slot.deliveries.map((each, index) => (index === place ? { ...each, ...change } : each)) }));
  }

  /** The slot is over. */
  async finish(end: { readonly state: 'done'; readonly report_sha256: string } | { readonly state: 'failed'; readonly code: string }): Promise<void> {
    this.release();
    await this.#step((slot) => ({ ...slot, ...end }));
  }

  /** Renews no longer: another may go on when the lease is over. */
  release(): void {
    clearInterval(this.#timer);
  }

  #keepAlive(): void {
    const renew = () => void this.#step((slot) => ({ ...slot, ...lease(this.#request.lease_ms) })).catch(() => undefined);
    this.#timer = setInterval(renew, this.#request.lease_ms / RENEWALS).unref();
  }

  #step(change: (slot: Slot) => Slot): Promise<void> {
    const { directory, workspace_id, slot_id } = this.#request;
    const step = this.#steps.then(async () => {
      const stored: Stored<'report_slot'> = await directory.upsert(workspace_id, 'report_slot', slot_id, change(this.#slot));
      this.#slot = stored.entity;
    });
    this.#steps = step.catch(() => undefined);
    return step;
  }
}

/** From now on, in milliseconds. */
function lease(lease_ms: number): Pick<Slot, 'claimed_at' | 'claimed_until'> {
  const now_ms = Date.now();
  return { claimed_at: new Date(now_ms).toISOString(), claimed_until: new Date(now_ms + lease_ms).toISOString() };
}
