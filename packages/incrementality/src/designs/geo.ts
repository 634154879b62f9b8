import type { Design } from '../design.js';
import { didDesign } from './did.js';
import { syntheticControlDesign } from './synthetic-control.js';
import { syntheticDidDesign } from './synthetic-did.js';

/** Designs on markets over time, and on people nobody assigned. */
export const GEO_DESIGNS: Readonly<Record<string, Design>> = {
  did: didDesign,
  synthetic_control: syntheticControlDesign,
  synthetic_did: syntheticDidDesign,
};
