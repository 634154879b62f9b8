import type { Platform } from './creators.js';
import type { Random } from './random.js';

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONES = ['iPhone14,5', 'iPhone15,2', 'iPhone15,4', 'iPhone16,1', 'iPhone17,3'] as const;
const ANDROIDS = [
  ['SM-S921B', 'UP1A.231005.007', '14'],
  ['SM-A546B', 'AP3A.240905.015.A2', '15'],
  ['Pixel 8', 'BP2A.250605.031', '16'],
  ['2312DRA50G', 'UKQ1.230917.001', '14'],
] as const;
const CHROME_VERSIONS = ['140.0.0.0', '141.0.0.0', '142.0.0.0'] as const;

export type DeviceKind = 'iphone' | 'android' | 'windows' | 'mac';

/** How one device names itself: inside each platform's app, and in its own browser. */
export interface UserAgents {
  readonly browser: string;
  readonly in_app: Readonly<Record<Platform, string>>;
  /** Safari forgets a shop's script-set cookies after 7 days. */
  readonly safari: boolean;
}

export function makeUserAgents(kind: DeviceKind, random: Random): UserAgents {
  switch (kind) {
    case 'iphone':
      return iphone(random);
    case 'android':
      return android(random);
    case 'windows':
      return desktop(windowsBrowser(random), false);
    case 'mac':
      return random.chance(0.6)
        ? desktop(`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/26.1 Safari/605.1.15`, true)
        : desktop(`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${BLINK} Chrome/${random.pick(CHROME_VERSIONS)} Safari/537.36`, false);
  }
}

function iphone(random: Random): UserAgents {
  const os = random.pick(['18_5', '18_6_2', '18_7'] as const);
  const model = random.pick(IPHONES);
  const base = `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) ${WEBKIT}`;
  const browser = `${base} Version/26.1 Mobile/15E148 Safari/604.1`;
  const build = random.pick(['783245187', '779812644', '786120953'] as const);
  return {
    browser,
    in_app: {
      instagram: `${base} Mobile/15E148 Instagram 404.0.0.26.72 (${model}; iOS ${os}; de_DE; de; scale=3.00; 1179x2556; ${build}; IABMV/1)`,
      tiktok: `${base} Mobile/15E148 musical_ly_42.2.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/de Region/DE isDarkMode/0 WKWebView/1 RevealType/Dialog BytedanceWebview/d8a21c6`,
      youtube: browser,
    },
    safari: true,
  };
}

function android(random: Random): UserAgents {
  const [model, build, version] = random.pick(ANDROIDS);
  const chrome = random.pick(CHROME_VERSIONS);
  const browser = `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Chrome/${chrome} Mobile Safari/537.36`;
  const webview = `Mozilla/5.0 (Linux; Android ${version}; ${model} Build/${build}; wv) ${BLINK} Version/4.0 Chrome/${chrome.replace('.0.0.0', '.0.7444.48')} Mobile Safari/537.36`;
  return {
    browser,
    in_app: {
      instagram: `${webview} Instagram 404.0.0.48.76 Android (35/${version}; 450dpi; 1080x2340; ${model}; de_DE; 812914572; IABMV/1)`,
      tiktok: `${webview} trill_420203 JsSdk/1.0 NetType/4G Channel/googleplay AppName/musical_ly app_version/42.2.3 ByteLocale/de-DE ByteFullLocale/de-DE Region/DE AppId/1233 AppVersion/42.2.3 BytedanceWebview/d8a21c6`,
      youtube: browser,
    },
    safari: false,
  };
}

function windowsBrowser(random: Random): string {
  const chrome = random.pick(CHROME_VERSIONS);
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64';
  return random.weighted([
    [6, `${windows}) ${BLINK} Chrome/${chrome} Safari/537.36`],
    [2, `${windows}) ${BLINK} Chrome/${chrome} Safari/537.36 Edg/${chrome}`],
    [2, `${windows}; rv:145.0) Gecko/20100101 Firefox/145.0`],
  ]);
}

/** On a desktop every platform's link opens in the same browser. */
function desktop(browser: string, safari: boolean): UserAgents {
  return { browser, in_app: { instagram: browser, tiktok: browser, youtube: browser }, safari };
}
