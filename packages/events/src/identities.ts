import { z } from 'zod';

/** The event's person part holds the identifiers that belong to one person; a click id joins the visitor who clicked. */
export const identifiedSchema = z.strictObject({
  click_id: z.uuid().optional(),
});
