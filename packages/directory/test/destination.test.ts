import { describe, expect, it } from 'vitest';
import { checkDestination, originsOf } from '../src/destination.js';

const RULES = { trusted_origins: originsOf('http://127.0.0.1:8080, nonsense,'), own_hosts: new Set(['go.example', '127.0.0.1:4601']) };

describe('a destination (I7)', () => {
  it.each([
    'https://shop.example/spring?x=1#y',
    'http://shop.example:8080/',
    'https://müller.example/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/',
    'http://127.0.0.1:8080/trusted',
  ])('may be %s', (destination) => {
    expect(checkDestination(destination, RULES)).toBe(new URL(destination).href);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'ftp://shop.example/',
    'file:///etc/passwd',
    'shop.example',
    '//shop.example',
    '',
    'intent://x#Intent;end',
  ])('must be http or https, not %s', (destination) => {
    expect(() => checkDestination(destination, RULES)).toThrow(expect.objectContaining({ code: 'TL_DESTINATION_SCHEME', path: 'destination' }));
  });

  it.each([
    'https://user@shop.example/',
    'https://user:password@shop.example/',
    'http://localhost/',
    'http://LOCALHOST:8080/',
    'http://localhost./',
    'http://shop.localhost/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://intranet/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://１２７.０.０.１/',
    'https://go.example/other',
    'https://go.example./other',
    'http://127.0.0.1:4601/other',
    'http://127.0.0.1:8081/not-trusted',
  ])('must be public and foreign, not %s', (destination) => {
    expect(() => checkDestination(destination, RULES)).toThrow(expect.objectContaining({ code: 'TL_DESTINATION_FORBIDDEN', path: 'destination' }));
  });
});
