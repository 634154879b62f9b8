import { SharedText } from '@touchline/event-log';

/** When a click happened and when it was received. */
export interface Instants {
  readonly received_at: string;
  /** Both as a piece of the click event, with the source and up to the key: see click-event.ts. */
  readonly text: SharedText;
}

/** The instants of clicks as they come: many share a millisecond. */
export class InstantClock {
  #now_ms = Number.NaN;
  #now: Instants = instantsOf('', '', 'tracker');

  at(now_ms: number): Instants {
    if (now_ms !== this.#now_ms) {
      const iso = new Date(now_ms).toISOString();
      this.#now = instantsOf(iso, iso, 'tracker');
      this.#now_ms = now_ms;
    }
    return this.#now;
  }
}

/** Of a click that says when it happened. */
export function simulatedInstants(occurred_at: string, received_at: string): Instants {
  return instantsOf(occurred_at, received_at, 'simulator');
}

function instantsOf(occurred_at: string, received_at: string, source: string): Instants {
  return { received_at, text: new SharedText(`${occurred_at}","received_at":"${received_at}","source":"${source}","key":"`) };
}
