import { z } from 'zod';

/** Ids of entities: they stand in addresses, so they are plain. */
export const entityIdSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected letters, digits, dot, dash or underscore');
