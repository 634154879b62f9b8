import { type Config, TouchlineError, trackerUrl } from '@touchline/runtime';
import ipaddr from 'ipaddr.js';

export interface DestinationRules {
  /** Origins allowed although private or loopback, such as `http://127.0.0.1:8080`. */
  readonly trusted_origins: ReadonlySet<string>;
  /** The tracker's own addresses, `host` or `host:port`: a link to a link would go round in circles. */
  readonly own_hosts: ReadonlySet<string>;
}

/** Names that only mean something inside a machine or a network (RFC 6761, 6762, 8375 and custom). */
const LOCAL_NAMES = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home.arpa'];
/** `ipaddr.js` calls every address that is neither private nor set apart for something so. */
const PUBLIC_RANGE = 'unicast';

/** Origins of a comma-separated setting; what is no address is passed over. */
export function originsOf(setting: string): ReadonlySet<string> {
  const parts = setting.split(',').map((part) => part.trim());
  return new Set(parts.filter((part) => URL.canParse(part)).map((part) => new URL(part).origin));
}

/** What the settings say of destinations, the same in every process that takes them. */
export function destinationRules(config: Config): DestinationRules {
  return {
    trusted_origins: originsOf(config.TOUCHLINE_TRUSTED_DESTINATIONS),
    own_hosts: new Set([new URL(trackerUrl(config)).host, `${config.TOUCHLINE_HOST}:${config.TOUCHLINE_TRACKER_PORT}`]),
  };
}

/**
 * Where a link may go: a public http(s) address without credentials that is not the tracker itself. Names are not looked
 * up: it is the visitor's browser that follows, never this machine.
 * @returns the address as a browser writes it, so that what is stored is what was checked.
 * @throws TouchlineError TL_DESTINATION_SCHEME or TL_DESTINATION_FORBIDDEN, with the path given.
 */
export function checkDestination(destination: string, rules: DestinationRules, path = 'destination'): string {
  if (!URL.canParse(destination)) throw new TouchlineError('TL_DESTINATION_SCHEME', undefined, path);
  const url = new URL(destination);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TouchlineError('TL_DESTINATION_SCHEME', undefined, path);
  if (url.username !== '' || url.password !== '') throw forbidden('The destination carries a user name or a password.', path);
  if (isOwn(url, rules)) throw forbidden('The destination is the tracker itself.', path);
  if (!rules.trusted_origins.has(url.origin) && isPrivateHost(url.hostname)) {
    throw forbidden('The destination is on a private, loopback or reserved host.', path);
  }
  return url.href;
}

function forbidden(message: string, path: string): TouchlineError {
  return new TouchlineError('TL_DESTINATION_FORBIDDEN', message, path);
}

function isOwn(url: URL, { own_hosts }: DestinationRules): boolean {
  const host = url.host.replace(/\.(?=:|$)/, '');
  return own_hosts.has(host);
}

/** @param hostname as URL gives it: decimal, octal and hex forms of IPv4 are already written out, IPv6 stands in brackets. */
function isPrivateHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare)) return ipaddr.process(bare).range() !== PUBLIC_RANGE;
  const name = bare.replace(/\.$/, '');
  if (!name.includes('.')) return true;
  return LOCAL_NAMES.some((local) => name.endsWith(`.${local}`));
}
