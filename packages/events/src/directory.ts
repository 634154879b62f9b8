import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';
import { experimentSchema } from './experiments.js';
import { currencySchema } from './money.js';
import { reportScheduleSchema, reportSlotSchema } from './reports.js';

const name = z.string().min(1).max(200);
/** The earned media value of 10^12 impressions still is an integer a double holds exactly. */
const CPM_MINOR_MAX = 1_000_000;

const SCOPES_V1 = ['links:write', 'events:write', 'read', 'simulate'] as const;
export const SCOPES = [...SCOPES_V1, 'experiments:write'] as const;
export type Scope = (typeof SCOPES)[number];

const workspaceSchema = z.strictObject({
  name,
  currency: currencySchema,
  time_zone: z.string().max(64),
  /** Everything in it is made up by the simulator, and every picture of it says so. */
  simulated: z.boolean(),
  click_window_ms: z.int().min(1),
  code_window_ms: z.int().min(1),
  half_life_ms: z.int().min(1),
});

const apiKeyV1Schema = z.strictObject({
  name,
  /** SHA-256 of the secret, which has 256 random bits; the secret itself is shown once and kept nowhere. */
  secret_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scopes: z.array(z.enum(SCOPES_V1)).min(1),
  expires_at: z.iso.datetime().optional(),
});

const apiKeySchema = apiKeyV1Schema.extend({ scopes: z.array(z.enum(SCOPES)).min(1) });

export const creatorSchema = z.strictObject({
  name,
  handle: z.string().max(100).optional(),
  platform: z.string().max(32).optional(),
  followers: z.int().min(0).optional(),
});

export const campaignSchema = z.strictObject({ name });

export const postSchema = z.strictObject({
  name,
  creator_id: entityIdSchema,
  campaign_id: entityIdSchema.optional(),
  platform: z.string().max(32).optional(),
  url: z.httpUrl().optional(),
  posted_at: z.iso.datetime().optional(),
});

export const linkSchema = z.strictObject({
  slug: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'expected up to 64 letters, digits, dashes or underscores'),
  destination: z.string().max(2_048),
  creator_id: entityIdSchema,
  campaign_id: entityIdSchema.optional(),
  post_id: entityIdSchema.optional(),
  platform: z.string().max(32).optional(),
});

export const codeSchema = z.strictObject({
  code: z.string().min(1).max(64),
  creator_id: entityIdSchema,
  campaign_id: entityIdSchema.optional(),
  post_id: entityIdSchema.optional(),
});

/** What a thousand impressions on a platform cost the workspace elsewhere: earned media value is counted by it, and nothing else. */
export const platformCpmSchema = z.strictObject({
  /** As creators, posts and links name it. */
  platform: z.string().min(1).max(32),
  /** Minor units of the workspace's currency for 1,000 impressions. */
  cpm_minor: z.int().min(0).max(CPM_MINOR_MAX),
});

/** Codes are typed by people: case and blanks around do not count. */
export function normalCode(code: string): string {
  return code.trim().toUpperCase();
}

const upserted = <K extends string, S extends z.ZodType>(kind: K, entity: S) => z.strictObject({ kind: z.literal(kind), id: entityIdSchema, entity });

/** As it was published first, without experiments; what is added to an entity from now on takes a schema of its own here. */
export const directoryUpsertedV1Schema = z.discriminatedUnion('kind', [
  upserted('workspace', workspaceSchema),
  upserted('api_key', apiKeyV1Schema),
  upserted('creator', creatorSchema),
  upserted('campaign', campaignSchema),
  upserted('post', postSchema),
  upserted('link', linkSchema),
  upserted('code', codeSchema),
]);

/** With experiments, and without reports. */
const OF_V2 = [
  upserted('workspace', workspaceSchema),
  upserted('api_key', apiKeySchema),
  upserted('creator', creatorSchema),
  upserted('campaign', campaignSchema),
  upserted('post', postSchema),
  upserted('link', linkSchema),
  upserted('code', codeSchema),
  upserted('experiment', experimentSchema),
] as const;
export const directoryUpsertedV2Schema = z.discriminatedUnion('kind', OF_V2);

/** With reports, and without what a thousand impressions cost. */
const OF_V3 = [...OF_V2, upserted('report_schedule', reportScheduleSchema), upserted('report_slot', reportSlotSchema)] as const;
export const directoryUpsertedV3Schema = z.discriminatedUnion('kind', OF_V3);

/** One entity as it is from now on, whole. */
export const directoryUpsertedSchema = z.discriminatedUnion('kind', [...OF_V3, upserted('platform_cpm', platformCpmSchema)]);

const ENTITY_KINDS_V1 = ['workspace', 'api_key', 'creator', 'campaign', 'post', 'link', 'code'] as const;
const ENTITY_KINDS_V2 = [...ENTITY_KINDS_V1, 'experiment'] as const;
const ENTITY_KINDS_V3 = [...ENTITY_KINDS_V2, 'report_schedule', 'report_slot'] as const;
export const ENTITY_KINDS = [...ENTITY_KINDS_V3, 'platform_cpm'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const directoryArchivedV1Schema = z.strictObject({ kind: z.enum(ENTITY_KINDS_V1), id: entityIdSchema });
export const directoryArchivedV2Schema = z.strictObject({ kind: z.enum(ENTITY_KINDS_V2), id: entityIdSchema });
export const directoryArchivedV3Schema = z.strictObject({ kind: z.enum(ENTITY_KINDS_V3), id: entityIdSchema });
export const directoryArchivedSchema = z.strictObject({ kind: z.enum(ENTITY_KINDS), id: entityIdSchema });

export interface Entities {
  workspace: z.infer<typeof workspaceSchema>;
  api_key: z.infer<typeof apiKeySchema>;
  creator: z.infer<typeof creatorSchema>;
  campaign: z.infer<typeof campaignSchema>;
  post: z.infer<typeof postSchema>;
  link: z.infer<typeof linkSchema>;
  code: z.infer<typeof codeSchema>;
  experiment: z.infer<typeof experimentSchema>;
  report_schedule: z.infer<typeof reportScheduleSchema>;
  report_slot: z.infer<typeof reportSlotSchema>;
  platform_cpm: z.infer<typeof platformCpmSchema>;
}
