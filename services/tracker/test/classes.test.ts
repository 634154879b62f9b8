import { describe, expect, it } from 'vitest';
import { classify } from '../src/classify/classify.js';
import { agentFacts } from '../src/classify/user-agent.js';

const NO_HINTS = { method: 'GET', sec_purpose: '', purpose: '', x_moz: '' } as const;
const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36';
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

describe('a request is of the class', () => {
  it.each([
    ['human', 'human:no-other-rule', CHROME],
    ['human', 'human:no-other-rule', `${IOS} Version/17.5 Mobile/15E148 Safari/604.1`],
    ['human', 'human:no-other-rule', `${IOS} Mobile/15E148 Instagram 335.1.8.26.85 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)`],
    ['preview', 'preview:facebookexternalhit', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    ['preview', 'preview:whatsapp', 'WhatsApp/2.23.20.0 A'],
    ['preview', 'preview:slackbot', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['preview', 'preview:twitterbot', 'Twitterbot/1.0'],
    ['preview', 'preview:telegrambot', 'TelegramBot (like TwitterBot)'.replace('TwitterBot', 'a bot')],
    ['preview', 'preview:discordbot', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
    ['preview', 'preview:linkedinbot', 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)'],
    ['preview', 'preview:fediverse', 'http.rb/5.1.1 (Mastodon/4.2.9; +https://mastodon.social/)'],
    ['monitor', 'monitor:uptimerobot', 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
    ['monitor', 'monitor:pingdom', 'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)'],
    ['bot', 'bot:empty-user-agent', ''],
    ['bot', 'bot:empty-user-agent', ' '],
    ['bot', 'bot:tiktok-preloader', `${ANDROID} thirdLandingPageFeInfra`],
    ['bot', 'bot:safelinks', 'Mozilla/5.0 (compatible; SafeLinks)'],
    ['bot', 'bot:command-line', 'curl/8.5.0'],
    ['bot', 'bot:command-line', 'Wget/1.21.4'],
    ['bot', 'bot:http-library', 'python-requests/2.32.3'],
    ['bot', 'bot:headless', CHROME.replace('Chrome/', 'HeadlessChrome/')],
    ['bot', 'bot:isbot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['bot', 'bot:isbot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  ])('%s, by the rule %s, for the user agent "%s"', (name, rule, agent) => {
    expect(classify(NO_HINTS, agentFacts(agent))).toEqual({ class: name, rule });
  });

  it.each([
    ['head', 'head:method', { method: 'HEAD' }],
    ['prefetch', 'prefetch:sec-purpose', { sec_purpose: 'prefetch;prerender' }],
    ['prefetch', 'prefetch:purpose', { purpose: 'prefetch' }],
    ['prefetch', 'prefetch:x-moz', { x_moz: 'prefetch' }],
  ] as const)('%s, by the rule %s, whatever the user agent', (name, rule, hint) => {
    expect(classify({ ...NO_HINTS, ...hint }, agentFacts(CHROME))).toEqual({ class: name, rule });
    expect(classify({ ...NO_HINTS, ...hint }, agentFacts('curl/8.5.0'))).toEqual({ class: name, rule });
  });
});

describe('an app’s own browser', () => {
  it.each([
    ['instagram', `${IOS} Mobile/15E148 Instagram 335.1.8.26.85 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)`],
    ['tiktok', `${IOS} Mobile/15E148 musical_ly_34.5.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US BytedanceWebview/d8a21c6`],
    ['facebook', `${IOS} Mobile/15E148 [FBAN/FBIOS;FBAV/466.0.0.40.109;FBBV/605138213;FBDV/iPhone15,2]`],
    ['messenger', `${IOS} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/460.0.0.36.109;FBBV/601482219]`],
    ['snapchat', `${IOS} Mobile/15E148 Snapchat/12.87.0.40 (like Safari/8618.2.12, panda)`],
    ['pinterest', `${ANDROID} [Pinterest/Android]`],
    ['x', `${IOS} Mobile/15E148 Twitter for iPhone/10.41`],
    ['linkedin', `${IOS} Mobile/15E148 [LinkedInApp]/9.29.6532`],
    ['youtube', `${IOS} Mobile/15E148 YouTube/19.20.3`],
    ['threads', `${IOS} Mobile/15E148 Barcelona 335.0.0.29.92 (iPhone15,2; iOS 17_5; de_AT; de; scale=3.00; 1179x2556; 609775437)`],
  ])('of %s is named, and who uses it is human', (name, agent) => {
    const facts = agentFacts(agent);
    expect([facts.in_app, facts.device, facts.verdict.class]).toEqual([name, 'mobile', 'human']);
  });

  it('is none in a plain browser', () => {
    expect(agentFacts(CHROME)).toMatchObject({ in_app: '', device: 'desktop', os: 'Windows', browser: 'Chrome' });
  });

  it('of any length is read within a bound', () => {
    expect(agentFacts(`${CHROME} ${'x'.repeat(100_000)}`)).toMatchObject({ os: 'Windows', browser: 'Chrome' });
  });
});
