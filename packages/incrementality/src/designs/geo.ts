import type { Design } from '../design.js';
import { didDesign } from './did.js';
import { observationalDesign } from './observational.js';
import { permutationDesign } from './permutation.js';
import { syntheticControlDesign } from './synthetic-control.js';
import { syntheticDidDesign } from './synthetic-did.js';
import { tbrDesign } from './tbr.js';
import { trimmedMatchDesign } from './trimmed-match.js';

/** Designs on markets over time, and on people nobody assigned. */
export const GEO_DESIGNS: Readonly<Record<string, Design>> = {
  did: didDesign,
  synthetic_control: syntheticControlDesign,
  synthetic_did: syntheticDidDesign,
  tbr: tbrDesign,
  trimmed_match: trimmedMatchDesign,
  permutation: permutationDesign,
  observational: observationalDesign,
};
