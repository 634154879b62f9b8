import { addressPrefix, clientAddress } from '../redirect/address.js';
import type { RedirectRequest } from '../redirect/request.js';
import { SLOT } from './known-headers.js';
import type { HotRequest } from './parse.js';

/** Who is at the other end of a connection. */
export class Peer {
  readonly #address: string;
  readonly #trustedHops: number;
  readonly #ip_prefix: string | undefined;

  constructor(address: string, trustedHops: number) {
    this.#address = address;
    this.#trustedHops = trustedHops;
    this.#ip_prefix = addressPrefix(address);
  }

  /** The request as the redirect reads it, with the network it came from. */
  redirectRequest({ slug, values }: HotRequest): RedirectRequest {
    return {
      method: 'GET',
      slug,
      host: values[SLOT.host] ?? '',
      user_agent: values[SLOT.user_agent] ?? '',
      cookie: values[SLOT.cookie] ?? '',
      referrer: values[SLOT.referer] ?? '',
      accept_language: values[SLOT.accept_language] ?? '',
      sec_purpose: values[SLOT.sec_purpose] ?? '',
      purpose: values[SLOT.purpose] ?? '',
      x_moz: values[SLOT.x_moz] ?? '',
      sec_gpc: values[SLOT.sec_gpc] ?? '',
      dnt: values[SLOT.dnt] ?? '',
      traceparent: values[SLOT.traceparent] ?? '',
      ip_prefix: this.prefix(values[SLOT.x_forwarded_for] ?? ''),
      simulated_at: undefined,
      simulated_id: undefined,
    };
  }

  /** The network of the visitor, behind as many proxies as are trusted. */
  prefix(forwardedFor: string): string | undefined {
    if (this.#trustedHops === 0 || forwardedFor === '') return this.#ip_prefix;
    return addressPrefix(clientAddress(this.#address, forwardedFor, this.#trustedHops));
  }
}
