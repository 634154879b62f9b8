import type { z } from 'zod';
import { clickSchema, missSchema } from './clicks.js';
import { codeRedeemedSchema, orderPlacedSchema, orderRefundedSchema } from './conversions.js';
import { directoryArchivedSchema, directoryUpsertedSchema } from './directory.js';
import { experimentAssignedSchema, experimentExposedSchema, viewSchema } from './exposures.js';
import { costRecordedSchema, geoOutcomeSchema } from './facts.js';
import { identifiedSchema } from './identities.js';
import { postMetricsRecordedSchema } from './post-metrics.js';
import { rejectedSchema } from './rejects.js';

export type Topic = 'directory' | 'clicks' | 'conversions' | 'identities' | 'exposures' | 'facts' | 'rejects';

interface Entry {
  readonly topic: Topic;
  /** The newest version; older ones reach it through up-casters. */
  readonly version: number;
  readonly payload: z.ZodType;
}

/** Every event type there is. A published (type, version) never changes. */
export const CATALOGUE = {
  click: { topic: 'clicks', version: 2, payload: clickSchema },
  redirect_missed: { topic: 'clicks', version: 1, payload: missSchema },
  order_placed: { topic: 'conversions', version: 2, payload: orderPlacedSchema },
  order_refunded: { topic: 'conversions', version: 1, payload: orderRefundedSchema },
  code_redeemed: { topic: 'conversions', version: 1, payload: codeRedeemedSchema },
  identified: { topic: 'identities', version: 1, payload: identifiedSchema },
  cost_recorded: { topic: 'facts', version: 1, payload: costRecordedSchema },
  directory_upserted: { topic: 'directory', version: 4, payload: directoryUpsertedSchema },
  directory_archived: { topic: 'directory', version: 4, payload: directoryArchivedSchema },
  view: { topic: 'exposures', version: 1, payload: viewSchema },
  experiment_assigned: { topic: 'exposures', version: 1, payload: experimentAssignedSchema },
  experiment_exposed: { topic: 'exposures', version: 1, payload: experimentExposedSchema },
  geo_outcome: { topic: 'facts', version: 1, payload: geoOutcomeSchema },
  post_metrics_recorded: { topic: 'facts', version: 1, payload: postMetricsRecordedSchema },
  rejected: { topic: 'rejects', version: 1, payload: rejectedSchema },
} as const satisfies Record<string, Entry>;

export type EventType = keyof typeof CATALOGUE;
export type PayloadOf<T extends EventType> = z.infer<(typeof CATALOGUE)[T]['payload']>;

export const EVENT_TYPES = Object.keys(CATALOGUE) as readonly EventType[];

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(CATALOGUE, name);
}
