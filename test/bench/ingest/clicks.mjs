import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { openLocalLog } from '@touchline/event-log';
import { newEventId, slotKey } from '@touchline/events';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { slugOf } from '../redirect/servers.mjs';
import { startTracker } from '../redirect/tracker.mjs';

const LINKS = 2_000;
/** Clicks taken by the real tracker; every other one is one of them with ids and instants of its own. */
const TEMPLATES = 4_000;
const REQUESTS_AT_ONCE = 32;
const READ_AT_ONCE = 1_000;
/** One click a millisecond. */
const STEP_MS = 1;
/** Within one month: a month is a part, and two would be a matter of the day the benchmark is run on. */
const FIRST_MS = Date.UTC(2026, 10, 21);

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 335.1.8.26.85 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)',
  'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.122 Mobile Safari/537.36 musical_ly_2023405030 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/34.5.3 ByteLocale/en',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
];
const LANGUAGES = ['de-AT,de;q=0.9,en;q=0.8', 'en-US,en;q=0.9', 'fr-FR,fr;q=0.9', 'es-ES,es;q=0.9', 'pt-BR,pt;q=0.9', 'it-IT,it;q=0.8'];
const REFERERS = ['https://l.instagram.com/', 'https://www.tiktok.com/', 'https://www.youtube.com/redirect?q=x', 'https://out.reddit.com/', undefined];

/**
 * Lets the real tracker take some clicks and returns their events as text, so that what the benchmark moves is what Touchline
 * writes, byte for byte.
 */
export async function trackedClicks(folder) {
  const own = join(folder, 'tracked');
  const tracker = await startTracker(own, LINKS, false);
  const agent = new Agent({ keepAlive: true, maxSockets: REQUESTS_AT_ONCE });
  try {
    for (let sent = 0; sent < TEMPLATES; sent += REQUESTS_AT_ONCE) {
      await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, (_, index) => click(tracker.url, agent, sent + index)));
    }
  } finally {
    agent.destroy();
    await tracker.stop();
  }
  return readClicks(own);
}

function click(url, agent, number) {
  const referer = REFERERS[number % REFERERS.length];
  const headers = {
    'user-agent': AGENTS[number % AGENTS.length],
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': LANGUAGES[number % LANGUAGES.length],
    'sec-fetch-mode': 'navigate',
    ...(referer === undefined ? {} : { referer }),
  };
  return new Promise((resolve, reject) => {
    get(`${url}/${slugOf(1 + (number % LINKS))}`, { agent, headers }, (answer) => {
      answer.resume();
      if (answer.statusCode === 302) answer.once('end', resolve);
      else reject(new Error(`the tracker answered ${answer.statusCode}`));
    }).once('error', reject);
  });
}

async function readClicks(folder) {
  const log = await openLocalLog({ path: dataPaths(loadConfig({ TOUCHLINE_DATA: join(folder, 'data') })).log });
  const texts = [];
  for (const { partition, first_offset, next_offset } of await log.heads('clicks')) {
    for (let offset = first_offset; offset < next_offset; offset += READ_AT_ONCE) {
      for (const { value } of await log.read('clicks', partition, offset, READ_AT_ONCE)) texts.push(Buffer.from(value).toString('utf8'));
    }
  }
  await log.close();
  return texts;
}

const CHANGING = /"event_id":"(?<event_id>[^"]+)"|"(?:occurred|received)_at":"(?<instant>[^"]+)"|"key":"(?<key>[^"]*)"|"visitor_id":"(?<visitor>[^"]+)"/g;

/** Makes any number of different clicks of those that were tracked. */
export class ClickMaker {
  #templates;
  #made = 0;

  constructor(texts) {
    this.#templates = texts.map(templateOf);
  }

  /** The next `count` clicks, as records for the log. */
  next(count) {
    return Array.from({ length: count }, () => this.#one());
  }

  #one() {
    const number = this.#made;
    this.#made += 1;
    const template = this.#templates[number % this.#templates.length];
    const event_id = newEventId();
    const visitor = event_id.replaceAll('-', '');
    const instant = new Date(FIRST_MS + number * STEP_MS).toISOString();
    const key = slotKey(template.workspace_id, visitor);
    const values = { event_id, instant, key, visitor };
    const text = template.pieces.map((piece, index) => (index % 2 === 0 ? piece : values[piece])).join('');
    return { key, value: Buffer.from(text) };
  }
}

/** Fixed text and names of what changes, in turn. */
function templateOf(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(CHANGING)) {
    const [name, value] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    const begin = match.index + match[0].length - value.length - 1;
    pieces.push(text.slice(end, begin), name);
    end = begin + value.length;
  }
  pieces.push(text.slice(end));
  return { pieces, workspace_id: JSON.parse(text).workspace_id };
}
