import type { MarketClick } from '../clicks.js';
import type { Market } from '../market.js';
import { type Door, PlayError } from './doors.js';
import { codeOf } from './entities.js';
import { eachAtMost } from './pool.js';

export interface ClickPlay {
  readonly links: Market['links'];
  readonly tracker: Door;
  readonly token: string;
  readonly concurrency: number;
  /** Query parameter of the redirect's target that carries the click id. */
  readonly click_parameter: string;
}

/** Makes every click as a request of its own. Returns the click ids the tracker gave, by the click's index. */
export async function playClicks(clicks: readonly MarketClick[], play: ClickPlay, advance: () => void): Promise<Map<number, string>> {
  const ids = new Map<number, string>();
  await eachAtMost(clicks, play.concurrency, async (click, index) => {
    const path = `/${play.links[click.link_index]?.entity.slug ?? ''}`;
    const answer = await play.tracker.ask({ method: click.method, path, headers: headersOf(click, play.token) });
    if (answer.status < 300 || answer.status > 399)
      throw new PlayError(`${click.method} ${path}: ${answer.body.slice(0, 500)}`, answer.status, codeOf(answer.body));
    const id = clickId(answer.location, play.click_parameter);
    if (id !== undefined) ids.set(index, id);
    advance();
  });
  return ids;
}

function headersOf(click: MarketClick, token: string): Record<string, string> {
  return {
    ...click.headers,
    ...(click.visitor_id === undefined ? {} : { cookie: `tlv=${click.visitor_id}` }),
    authorization: `Bearer ${token}`,
    'touchline-simulated-at': click.at,
    'touchline-simulated-id': click.id,
    'touchline-simulated-address': click.address,
  };
}

/** Undefined where the tracker gave none: somebody who sends `Sec-GPC` may have no id. */
function clickId(location: string | undefined, parameter: string): string | undefined {
  if (location === undefined || !URL.canParse(location)) return undefined;
  return new URL(location).searchParams.get(parameter) ?? undefined;
}
