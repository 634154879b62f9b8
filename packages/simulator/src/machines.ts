import type { MarketClick } from './clicks.js';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS, type Span } from './instants.js';
import { makeAddress } from './people.js';
import type { PostModel } from './posts.js';
import type { Random } from './random.js';

/** Machine requests on an average link. */
const MACHINE_REQUESTS_A_LINK = 22;

interface Machine {
  readonly user_agent: string;
  readonly method?: 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

const CHROME_ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';

/** Whatever else asks for links: previews when a link is shared, crawlers, preloaders, uptime checks. */
const MACHINES: readonly (readonly [weight: number, machine: Machine])[] = [
  [6, { user_agent: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' }],
  [4, { user_agent: 'WhatsApp/2.25.30.75 A' }],
  [2, { user_agent: 'TelegramBot (like TwitterBot)' }],
  [2, { user_agent: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
  [2, { user_agent: 'Twitterbot/1.0' }],
  [2, { user_agent: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)' }],
  [3, { user_agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
  [
    2,
    {
      user_agent:
        'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
    },
  ],
  [2, { user_agent: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)' }],
  [2, { user_agent: 'python-requests/2.32.5' }],
  [1, { user_agent: 'curl/8.14.1' }],
  [1, { user_agent: '' }],
  [4, { user_agent: CHROME_ANDROID, headers: { 'sec-purpose': 'prefetch;prerender', 'accept-language': 'de-DE,de;q=0.9' } }],
  [2, { user_agent: CHROME_ANDROID, headers: { 'sec-purpose': 'prefetch', 'accept-language': 'de-DE,de;q=0.9' } }],
  [2, { user_agent: 'Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', method: 'HEAD' }],
];

/** Requests nobody made by hand; none of them is a touch. */
export function machineRequests(posts: readonly PostModel[], span: Span, random: Random): Omit<MarketClick, 'id'>[] {
  return posts.flatMap((post) => {
    const count = random.poisson(MACHINE_REQUESTS_A_LINK);
    return Array.from({ length: count }, () => machineRequest(post, random)).filter(({ at }) => at < isoInstant(span.end_ms));
  });
}

function machineRequest(post: PostModel, random: Random): Omit<MarketClick, 'id'> {
  const machine = random.weighted(MACHINES);
  const delay_ms = random.chance(0.5) ? random.exponential(30 * MINUTE_MS) : random.exponential(random.chance(0.5) ? 8 * HOUR_MS : 10 * DAY_MS);
  return {
    link_index: post.link_index,
    at: isoInstant(post.at_ms + Math.floor(delay_ms)),
    method: machine.method ?? 'GET',
    address: makeAddress(random),
    headers: { 'user-agent': machine.user_agent, ...machine.headers },
  };
}
