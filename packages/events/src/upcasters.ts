import type { z } from 'zod';
import { CATALOGUE, type EventType } from './catalogue.js';
import { clickV1Schema } from './clicks.js';
import { orderPlacedV1Schema } from './conversions.js';
import {
  directoryArchivedV1Schema,
  directoryArchivedV2Schema,
  directoryArchivedV3Schema,
  directoryUpsertedV1Schema,
  directoryUpsertedV2Schema,
  directoryUpsertedV3Schema,
} from './directory.js';

/** A version that was published and is no longer the newest. */
interface Older {
  /** What that version's payload is, for ever. */
  readonly payload: z.ZodType;
  /** Makes the next version's payload of one that fits. */
  readonly lift: (payload: object) => object;
}

/** By type and version. Every new version adds one entry here and a golden sample that stays for ever. */
const OLDER: Readonly<Partial<Record<EventType, Readonly<Record<number, Older>>>>> = {
  // No link had a holdout.
  click: { 1: { payload: clickV1Schema, lift: (payload) => payload } },
  // At first there were no experiments, and no key could write any; then there were no reports; then nothing was said of impressions.
  directory_upserted: {
    1: { payload: directoryUpsertedV1Schema, lift: (payload) => payload },
    2: { payload: directoryUpsertedV2Schema, lift: (payload) => payload },
    3: { payload: directoryUpsertedV3Schema, lift: (payload) => payload },
  },
  directory_archived: {
    1: { payload: directoryArchivedV1Schema, lift: (payload) => payload },
    2: { payload: directoryArchivedV2Schema, lift: (payload) => payload },
    3: { payload: directoryArchivedV3Schema, lift: (payload) => payload },
  },
  // Whoever wrote the first version knew of no renewals: each was told as an order, and stays one.
  order_placed: { 1: { payload: orderPlacedV1Schema, lift: (payload) => ({ ...payload, kind: 'order' }) } },
};

/** The schema a payload of this version was published with; undefined when the version is newer than this code, or was never. */
export function schemaOf(type: EventType, version: number): z.ZodType | undefined {
  const { version: newest, payload } = CATALOGUE[type];
  return version === newest ? payload : OLDER[type]?.[version]?.payload;
}

/** A payload that fits its version's schema, at the newest version. */
export function upcast(type: EventType, version: number, payload: object): object {
  let lifted = payload;
  for (let step = version; step < CATALOGUE[type].version; step += 1) {
    const older = OLDER[type]?.[step];
    if (older === undefined) throw new Error(`no way up from version ${step} of ${type}`);
    lifted = older.lift(lifted);
  }
  return lifted;
}
