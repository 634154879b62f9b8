/** A name and the user agents it stands for. */
export interface AgentPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Fetchers that make the card under a shared link; they come once per share, not once per reader. */
export const PREVIEW_AGENTS: readonly AgentPattern[] = [
  { name: 'facebookexternalhit', pattern: /facebookexternalhit|facebookcatalog|meta-externalfetcher/i },
  { name: 'whatsapp', pattern: /^WhatsApp\//i },
  { name: 'slackbot', pattern: /Slackbot|Slack-ImgProxy/i },
  { name: 'twitterbot', pattern: /Twitterbot/i },
  { name: 'telegrambot', pattern: /TelegramBot/i },
  { name: 'discordbot', pattern: /Discordbot/i },
  { name: 'linkedinbot', pattern: /LinkedInBot/i },
  { name: 'pinterestbot', pattern: /Pinterestbot|Pinterest\/0\./i },
  { name: 'skype', pattern: /SkypeUriPreview/i },
  { name: 'redditbot', pattern: /redditbot/i },
  { name: 'snapchat', pattern: /Snap URL Preview Service/i },
  { name: 'bluesky', pattern: /Bluesky Cardyb/i },
  { name: 'fediverse', pattern: /\b(?:Mastodon|Pleroma|Akkoma|Misskey|Friendica|Lemmy)\//i },
  { name: 'viber', pattern: /^Viber\b/i },
  { name: 'embed', pattern: /Iframely|Embedly|vkShare|bitlybot/i },
];

/** Checkers that ask at intervals whether the address still answers. */
export const MONITOR_AGENTS: readonly AgentPattern[] = [
  { name: 'uptimerobot', pattern: /UptimeRobot/i },
  { name: 'pingdom', pattern: /Pingdom/i },
  { name: 'statuscake', pattern: /StatusCake/i },
  { name: 'betterstack', pattern: /Better Uptime|Better Stack/i },
  { name: 'datadog', pattern: /Datadog\/?Synthetics/i },
  { name: 'newrelic', pattern: /NewRelicPinger|NewRelicSynthetics/i },
  { name: 'site24x7', pattern: /Site24x7/i },
  { name: 'googlestackdriver', pattern: /GoogleStackdriverMonitoring/i },
  { name: 'route53', pattern: /Amazon-Route53-Health-Check/i },
  { name: 'loadbalancer', pattern: /ELB-HealthChecker|kube-probe|GoogleHC\//i },
  { name: 'prober', pattern: /Blackbox[- ]Exporter|Uptime-Kuma|HetrixTools|Freshping/i },
];

/** Robots that isbot does not know, or that must stay robots whatever isbot's next edition says. */
export const BOT_AGENTS: readonly AgentPattern[] = [
  { name: 'tiktok-preloader', pattern: /thirdLandingPageFeInfra/i },
  { name: 'safelinks', pattern: /SafeLinks|Microsoft Office Existence Discovery|ms-office/i },
  { name: 'mail-scanner', pattern: /Barracuda|Mimecast|Proofpoint|Cloudmark|urlscan/i },
  { name: 'command-line', pattern: /^(?:curl|Wget|HTTPie|aria2|PowerShell)\b|WindowsPowerShell/i },
  {
    name: 'http-library',
    pattern: /^(?:python-|Python\/|Go-http-client|okhttp|axios|node-fetch|undici|node$|Java\/|Apache-HttpClient|libwww-perl|Ruby|PHP\/)/i,
  },
  { name: 'headless', pattern: /HeadlessChrome|PhantomJS|Puppeteer|Playwright/i },
];

/** Apps whose own browser opens a tapped link; the first that fits wins. */
export const IN_APP_AGENTS: readonly AgentPattern[] = [
  { name: 'threads', pattern: /\bBarcelona \d/ },
  { name: 'instagram', pattern: /\bInstagram\b/ },
  { name: 'messenger', pattern: /FBAN\/Messenger|FB_IAB\/Orca|\[FBAN\/.*Messenger/ },
  { name: 'facebook', pattern: /\bFBAN\/|\bFBAV\/|\bFB_IAB\// },
  { name: 'tiktok', pattern: /musical_ly|BytedanceWebview|\bTikTok\b|\btrill_/i },
  { name: 'snapchat', pattern: /\bSnapchat\b/ },
  { name: 'pinterest', pattern: /\[Pinterest\/|\bPinterest for\b/ },
  { name: 'youtube', pattern: /com\.google\.(?:android|ios)\.youtube|\bYouTube\/\d/ },
  { name: 'x', pattern: /\bTwitter for \w+|\bTwitterAndroid\b/ },
  { name: 'linkedin', pattern: /\bLinkedInApp\b/ },
  { name: 'reddit', pattern: /\bReddit\/(?:Version|\d)|\bRedditAndroid\b/ },
  { name: 'telegram', pattern: /\bTelegram-(?:Android|iOS)\b/ },
  { name: 'wechat', pattern: /\bMicroMessenger\// },
  { name: 'line', pattern: /\bLine\/\d/ },
  { name: 'google', pattern: /\bGSA\/\d/ },
];

/** The name of the first pattern that fits; undefined when none does. */
export function nameOf(patterns: readonly AgentPattern[], userAgent: string): string | undefined {
  return patterns.find(({ pattern }) => pattern.test(userAgent))?.name;
}
