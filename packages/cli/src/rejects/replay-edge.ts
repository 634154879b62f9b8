import type { CollectorClient, CollectorResult } from '../clients/collector.js';
import type { RawReject } from './reject.js';

/**
 * Sends what the collector refused through its front door again, with nothing bypassed. An event that does not say when it
 * happened happened when it was first sent, not now.
 */
export function replayAtEdge(reject: RawReject, bytes: Buffer, collector: CollectorClient): Promise<readonly CollectorResult[]> {
  return collector.send(Buffer.from(dated(bytes.toString('utf8'), reject.received_at)));
}

function dated(text: string, received_at: string): string {
  const body = parse(text);
  if (!isObject(body)) return text;
  const { events } = body;
  if (Array.isArray(events)) return JSON.stringify({ ...body, events: events.map((event) => withInstant(event, received_at)) });
  return 'occurred_at' in body ? text : JSON.stringify(withInstant(body, received_at));
}

function withInstant(event: unknown, occurred_at: string): unknown {
  return isObject(event) && !('occurred_at' in event) ? { ...event, occurred_at } : event;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
