import type { AnyEvent } from '@touchline/events';
import { ERRORS, type ErrorCode, TouchlineError } from '@touchline/runtime';
import type { Counted } from './figures.js';
import { type IntakeContext, takeIn } from './intake.js';
import type { Keeper } from './keeping.js';
import { MESSAGE_CHARS_MAX } from './limits.js';
import { rawOfBytes, rawOfEvent, rejectedEvent, withoutToken } from './refusal.js';

interface EventResult {
  readonly outcome: 'accepted' | 'duplicate' | 'rejected';
  readonly event_id?: string;
  readonly code?: ErrorCode;
  readonly path?: string;
  readonly message?: string;
  readonly remedy?: string;
}

export interface Collected {
  readonly status: number;
  readonly results: readonly EventResult[];
  /** What became of each, in order. */
  readonly counted: readonly Counted[];
}

const ACCEPTED = 202;

type Read = { readonly event: AnyEvent } | { readonly error: TouchlineError; readonly raw: string };

export interface Sender extends IntakeContext {
  readonly authorization: string | undefined;
}

/**
 * Takes in events one by one; what is good is on disk when this resolves, and what is refused is kept among the rejects.
 * @throws TouchlineError TL_LOG_UNAVAILABLE; then nothing counts as accepted
 */
export async function collect(raws: readonly unknown[], sender: Sender, keeper: Pick<Keeper, 'keep'>): Promise<Collected> {
  const reads = raws.map((raw) => read(raw, sender));
  const events = reads.map((one) => ('event' in one ? one.event : refusedEvent(one, sender)));
  const kept = await keeper.keep(events);
  const results = reads.map((one, place): EventResult => {
    if ('error' in one) return rejection(one.error);
    return { outcome: kept[place] ?? 'accepted', event_id: one.event.event_id };
  });
  const [first] = results;
  const status = results.some(({ outcome }) => outcome !== 'rejected') || first?.code === undefined ? ACCEPTED : ERRORS[first.code].status;
  const counted = reads.map((one, place): Counted => {
    if ('error' in one) return { outcome: 'rejected', code: one.error.code };
    return { outcome: kept[place] ?? 'accepted', type: one.event.type };
  });
  return { status, results, counted };
}

function read(raw: unknown, sender: Sender): Read {
  try {
    return { event: takeIn(raw, sender) };
  } catch (error) {
    if (!(error instanceof TouchlineError)) throw error;
    return { error, raw: rawOfEvent(raw) };
  }
}

function refusedEvent({ error, raw }: { readonly error: TouchlineError; readonly raw: string }, sender: Sender): AnyEvent {
  const bytes = Buffer.from(raw);
  return rejectedEvent({
    workspace_id: sender.workspace_id,
    error,
    raw: withoutToken(rawOfBytes(bytes), sender.authorization),
    bytes: bytes.byteLength,
    received_at: new Date(sender.received_ms).toISOString(),
  });
}

function rejection(error: TouchlineError): EventResult {
  const { code, message, path, remedy } = error.toAnswer();
  const cut = (text: string) => text.slice(0, MESSAGE_CHARS_MAX);
  return { outcome: 'rejected', code, ...(path === undefined ? {} : { path: cut(path) }), message: cut(message), remedy };
}
