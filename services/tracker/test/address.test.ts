import { describe, expect, it } from 'vitest';
import { addressPrefix, clientAddress } from '../src/redirect/address.js';

describe('of an address is kept (I9)', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:abcd:12::1', '2001:db8:abcd::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['not an address', undefined],
    ['', undefined],
  ])('of %s only %s', (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix);
  });
});

describe('X-Forwarded-For', () => {
  it.each([
    ['is not believed without trusted proxies', '198.51.100.1', 0, '10.0.0.1'],
    ['gives the last entry behind one proxy', '198.51.100.66, 203.0.113.5', 1, '203.0.113.5'],
    ['gives the one before it behind two', '198.51.100.66, 203.0.113.5, 10.0.0.9', 2, '203.0.113.5'],
    ['shorter than the chain of proxies gives its first entry', '203.0.113.5', 3, '203.0.113.5'],
  ])('%s', (_behaviour, header, hops, expected) => {
    expect(clientAddress('10.0.0.1', header, hops)).toBe(expected);
  });
});
