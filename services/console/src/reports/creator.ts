import { TouchlineError } from '@touchline/runtime';
import type { CreatorAnswer, CreatorLink } from '../answers.js';
import { type Numeric, sql } from '../reader.js';
import { base, heading, ledgerSql, type ReportContext } from './context.js';
import { creatorRows } from './creators.js';
import { daily } from './daily.js';

const LINKS_MAX = 2_000;
const CODES_MAX = 500;

interface LinkRow {
  readonly link_id: string;
  readonly slug: string;
  readonly destination: string;
  readonly platform: string;
  readonly archived: boolean | number;
}

interface LinkCredit {
  readonly link_id: string;
  readonly orders_credited: number;
  readonly revenue_minor: Numeric;
}

/** One creator: figures, days, links, codes. @throws TouchlineError TL_CREATOR_UNKNOWN */
export async function creatorReport(context: ReportContext, creator: string, trackerUrl: string): Promise<CreatorAnswer> {
  const parameters = base(context, creator);
  const [{ rows }, days, links, codes, clicks, credit] = await Promise.all([
    creatorRows(context, creator),
    daily(context, context.period, creator),
    context.reader.query<LinkRow>(sql('creator_links'), { ...parameters, limit: LINKS_MAX }),
    context.reader.query<{ code: string; archived: boolean | number }>(sql('creator_codes'), { ...parameters, limit: CODES_MAX }),
    context.reader.query<{ link_id: string; raw: Numeric; human: Numeric }>(sql('clicks_by_link'), parameters),
    context.reader.query<LinkCredit>(ledgerSql(context, 'credit_by_link'), parameters),
  ]);
  const row = rows.find((each) => each.creator_id === creator);
  if (row === undefined) throw new TouchlineError('TL_CREATOR_UNKNOWN', `There is no creator \`${creator}\`.`, 'id');
  const clicksOf = new Map(clicks.map((each) => [each.link_id, each]));
  const creditOf = new Map(credit.map((each) => [each.link_id, each]));
  const linkFigures = links.map(
    (link): CreatorLink => ({
      link_id: link.link_id,
      url: `${trackerUrl}/${link.slug}`,
      destination: link.destination,
      platform: link.platform,
      archived: Boolean(link.archived),
      clicks_raw: Number(clicksOf.get(link.link_id)?.raw ?? 0),
      clicks_valid: Number(clicksOf.get(link.link_id)?.human ?? 0),
      ...money(creditOf.get(link.link_id)),
    }),
  );
  return {
    ...heading(context),
    creator: row,
    days: days.points,
    links: linkFigures.sort((a, b) => b.revenue_minor - a.revenue_minor || b.clicks_valid - a.clicks_valid),
    codes: codes.map(({ code, archived }) => ({ code, archived: Boolean(archived) })),
    by_code: money(creditOf.get('')),
  };
}

function money(row: LinkCredit | undefined) {
  return { orders_credited: row?.orders_credited ?? 0, revenue_minor: Number(row?.revenue_minor ?? 0) };
}
