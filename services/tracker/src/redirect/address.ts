import ipaddr from 'ipaddr.js';

const IPV4_BYTES_KEPT = 3;
const IPV6_PARTS_KEPT = 3;

/** The network of an address: IPv4 /24, IPv6 /48; undefined for what is no address. A full address is never kept. */
export function addressPrefix(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.slice(0, IPV4_BYTES_KEPT).join('.')}.0/24`;
  const parts = parsed.parts.slice(0, IPV6_PARTS_KEPT).map((part) => part.toString(16));
  return `${parts.join(':')}::/48`;
}

/**
 * The visitor's address behind a known number of proxies: each adds the address it was asked from to the right of
 * X-Forwarded-For, so only that many from the right can be believed.
 */
export function clientAddress(peer: string, forwardedFor: string, trustedHops: number): string {
  if (trustedHops === 0 || forwardedFor === '') return peer;
  const chain = [...forwardedFor.split(',').map((part) => part.trim()), peer];
  return chain[Math.max(0, chain.length - 1 - trustedHops)] ?? peer;
}
