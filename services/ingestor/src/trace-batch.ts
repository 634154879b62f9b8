import type { Batch } from '@touchline/event-log';
import type { Span, TraceHeaders, Tracing } from '@touchline/runtime';

/** Most traces one batch follows; a span has no more links by default. */
const TRACES_MAX = 128;

/**
 * Does the work of a batch under a span of its own, linked to the sampled records in it; and in each of their traces a span says
 * when the record was stored, linked to the batch. A batch without a sampled record is just the work.
 */
export async function traceBatch(tracing: Tracing, batch: Batch, work: () => Promise<void>): Promise<void> {
  const carried = tracesIn(batch);
  if (carried.length === 0) return work();
  const { topic, partition, first_offset, last_offset, pack } = batch;
  const attributes = {
    'touchline.topic': topic,
    'touchline.partition': partition,
    'touchline.first_offset': first_offset,
    'touchline.last_offset': last_offset,
    'touchline.records': pack.length,
  };
  const span = tracing.start('ingest batch', { root: true, kind: 'consumer', links: carried, attributes });
  const stored: Span[] = carried.map((parent) => tracing.start('store record', { parent, kind: 'consumer', links: [span], attributes }));
  try {
    await tracing.within(span, work);
    for (const each of stored) each.setAttribute('touchline.stored', true);
  } finally {
    for (const each of stored) each.end();
  }
}

/** The different traces that come with the records. */
function tracesIn({ pack }: Batch): TraceHeaders[] {
  const found = new Map<string, TraceHeaders>();
  for (const headers of pack.headers) {
    const traceparent = headers['traceparent'];
    if (traceparent === undefined || found.has(traceparent)) continue;
    found.set(traceparent, headers);
    if (found.size === TRACES_MAX) break;
  }
  return [...found.values()];
}
