import { CATALOGUE, type EventType } from './catalogue.js';

/** Lifts a payload from the version it is filed under to the next. */
type Upcaster = (payload: unknown) => unknown;

/** Up-casters by type and version. Every new version adds one line here and a golden sample that stays for ever. */
const UPCASTERS: Readonly<Partial<Record<EventType, Readonly<Record<number, Upcaster>>>>> = {};

/** The payload at the newest version, or undefined when the version is newer than this code or has no way up. */
export function upcast(type: EventType, version: number, payload: unknown): unknown {
  const newest = CATALOGUE[type].version;
  if (version > newest) return undefined;
  let lifted = payload;
  for (let step = version; step < newest; step += 1) {
    const upcaster = UPCASTERS[type]?.[step];
    if (upcaster === undefined) return undefined;
    lifted = upcaster(lifted);
  }
  return lifted;
}
