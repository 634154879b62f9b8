import { checkDestination, type Directory, newEntityId, type Stored, type WritingContext } from '@touchline/directory';
import {
  campaignSchema,
  codeSchema,
  creatorSchema,
  type Entities,
  entityIdSchema,
  linkSchema,
  platformCpmSchema,
  postSchema,
  type Scope,
} from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkSlug, freeSlug } from './slugs.js';

export type ApiKind = 'link' | 'creator' | 'campaign' | 'post' | 'code' | 'experiment' | 'report_schedule' | 'platform_cpm';

export type KindContext = WritingContext;

/** What to store: `fresh` when the caller named no id, so that nothing there may be overwritten. */
export interface Prepared<K extends ApiKind> {
  readonly id: string;
  readonly entity: Entities[K];
  readonly fresh: boolean;
}

/** How one kind of entity is taken from a request body. */
export interface KindRules<K extends ApiKind> {
  readonly kind: K;
  readonly path: string;
  /** What a key needs to write it. */
  readonly scope: Scope;
  /** @throws TouchlineError TL_FIELD_*, TL_DESTINATION_*, TL_CREATOR_UNKNOWN, TL_ENTITY_UNKNOWN. */
  readonly prepare: (body: unknown, context: KindContext) => Prepared<K>;
  /** When it is written, where a simulated workspace may say so; undefined: now. @throws TouchlineError TL_SIMULATION_FORBIDDEN, TL_FIELD_VALUE, TL_CLOCK_AHEAD */
  readonly writtenAt?: (request: FastifyRequest, directory: Directory) => Date | undefined;
  /** What is shown beside the entity itself. */
  readonly shown?: (stored: Stored<K>) => Readonly<Record<string, unknown>>;
}

const id = entityIdSchema.optional();
const linkBody = z.strictObject({ ...linkSchema.shape, slug: linkSchema.shape.slug.optional(), id });
const creatorBody = z.strictObject({ ...creatorSchema.shape, id });
const campaignBody = z.strictObject({ ...campaignSchema.shape, id });
const postBody = z.strictObject({ ...postSchema.shape, id });
const codeBody = z.strictObject({ ...codeSchema.shape, id });
const cpmBody = z.strictObject({ ...platformCpmSchema.shape, id });

export const LINK: KindRules<'link'> = {
  kind: 'link',
  path: 'links',
  scope: 'links:write',
  prepare: (body, context) => {
    const { id: given, slug: wanted, ...rest } = linkBody.parse(body);
    const destination = checkDestination(rest.destination, context.destinations);
    checkReferences(rest, context);
    const slug = wanted ?? currentSlug(given, context) ?? freeSlug((each) => context.directory.linkBySlug(each) !== undefined);
    checkSlug(slug);
    return { id: given ?? slug, entity: { ...rest, slug, destination }, fresh: given === undefined };
  },
};

export const CREATOR: KindRules<'creator'> = {
  kind: 'creator',
  path: 'creators',
  scope: 'links:write',
  prepare: (body) => named(creatorBody.parse(body)),
};

export const CAMPAIGN: KindRules<'campaign'> = {
  kind: 'campaign',
  path: 'campaigns',
  scope: 'links:write',
  prepare: (body) => named(campaignBody.parse(body)),
};

export const POST: KindRules<'post'> = {
  kind: 'post',
  path: 'posts',
  scope: 'links:write',
  prepare: (body, context) => {
    const prepared = named(postBody.parse(body));
    checkReferences(prepared.entity, context);
    return prepared;
  },
};

export const CODE: KindRules<'code'> = {
  kind: 'code',
  path: 'codes',
  scope: 'links:write',
  prepare: (body, context) => {
    const prepared = named(codeBody.parse(body));
    checkReferences(prepared.entity, context);
    return prepared;
  },
};

/** A platform has one: its id is made of the platform's name, so that what is told again replaces it. */
export const PLATFORM_CPM: KindRules<'platform_cpm'> = {
  kind: 'platform_cpm',
  path: 'cpms',
  scope: 'links:write',
  prepare: (body) => {
    const { id: given, ...entity } = cpmBody.parse(body);
    const own = idOfPlatform(entity.platform);
    if (given !== undefined && given !== own) throw new TouchlineError('TL_FIELD_VALUE', `Expected \`${own}\`, or leave it out.`, 'id');
    return { id: own, entity, fresh: false };
  },
};

/** @throws TouchlineError TL_FIELD_VALUE for a name that makes no id */
function idOfPlatform(platform: string): string {
  const parsed = entityIdSchema.safeParse(platform.replaceAll(' ', '_'));
  if (!parsed.success) throw new TouchlineError('TL_FIELD_VALUE', 'Expected letters, digits, blanks, dots, dashes or underscores.', 'platform');
  return parsed.data;
}

function named<B extends { id?: string | undefined }>(body: B): { id: string; entity: Omit<B, 'id'>; fresh: boolean } {
  const { id: given, ...entity } = body;
  return { id: given ?? newEntityId(), entity, fresh: given === undefined };
}

/** A link that is changed by its id, without a slug, keeps the one it has. */
function currentSlug(linkId: string | undefined, { directory, workspace_id }: KindContext): string | undefined {
  if (linkId === undefined) return undefined;
  return directory.get('link', workspace_id, linkId)?.entity.slug ?? (linkSchema.shape.slug.safeParse(linkId).success ? linkId : undefined);
}

interface References {
  readonly creator_id?: string | undefined;
  readonly campaign_id?: string | undefined;
  readonly post_id?: string | undefined;
}

/** Whatever is pointed at must be there, in the same workspace (I6). */
function checkReferences({ creator_id, campaign_id, post_id }: References, { directory, workspace_id }: KindContext): void {
  const lacks = (stored: Stored | undefined) => stored === undefined || stored.archived;
  if (creator_id !== undefined && lacks(directory.get('creator', workspace_id, creator_id))) {
    throw new TouchlineError('TL_CREATOR_UNKNOWN', `There is no creator \`${creator_id}\`.`, 'creator_id');
  }
  if (campaign_id !== undefined && lacks(directory.get('campaign', workspace_id, campaign_id))) {
    throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no campaign \`${campaign_id}\`.`, 'campaign_id');
  }
  if (post_id !== undefined && lacks(directory.get('post', workspace_id, post_id))) {
    throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no post \`${post_id}\`.`, 'post_id');
  }
}
