export { CATALOGUE, EVENT_TYPES, type EventType, isEventType, type PayloadOf, type Topic } from './catalogue.js';
export { CLICK_CLASSES, type ClickClass } from './clicks.js';
export { decodeEvent, EventMalformed, encodeEvent, peekEvent } from './codec.js';
export {
  campaignSchema,
  codeSchema,
  creatorSchema,
  ENTITY_KINDS,
  type Entities,
  type EntityKind,
  linkSchema,
  normalCode,
  platformCpmSchema,
  postSchema,
  SCOPES,
  type Scope,
} from './directory.js';
export { entityIdSchema } from './entity-id.js';
export type { AnyEvent, Event } from './envelope.js';
export {
  armNameSchema,
  EXPERIMENT_DESIGNS,
  EXPERIMENT_GUARDS,
  EXPERIMENT_METHODS,
  EXPERIMENT_UNITS,
  type ExperimentAssignment,
  type ExperimentDesign,
  type ExperimentMethod,
  type ExperimentState,
  type ExperimentUnit,
  experimentSchema,
} from './experiments.js';
export { type EventHead, readEventHead } from './head.js';
export { naturalEventId, newEventId, slotKey } from './ids.js';
export { AMOUNT_MINOR_MAX, currencyExponent, currencySchema } from './money.js';
export { type Person, personSchema } from './person.js';
export { POST_METRICS, type PostMetric } from './post-metrics.js';
export { REPORT_FORMATS, type ReportDelivery, type ReportFormat, type ReportTarget, reportScheduleSchema } from './reports.js';
