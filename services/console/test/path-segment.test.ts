import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOfSegment, segmentOf } from '../src/path-segment.js';

const odd = fc.oneof(fc.string(), fc.constantFrom('.', '..', '~', '~.', '~..', '~~..', '...', '%2e', '~x', '/', '?', 'ü'));

/** What a browser or a server makes of an address before anybody reads it. */
const heard = (id: string) => {
  const path = new URL(`http://console/api/brand/orders/${segmentOf(id)}`).pathname;
  return idOfSegment(decodeURIComponent(path.slice('/api/brand/orders/'.length)));
};

describe('an order’s id in an address', () => {
  it('is heard as it was said, whatever it is: `.` and `..` are no steps in the tree', () => {
    for (const id of ['.', '..', '~.', '~~..']) expect(heard(id)).toBe(id);
    fc.assert(
      fc.property(
        odd.filter((id) => id !== ''),
        (id) => {
          expect(heard(id)).toBe(id);
        },
      ),
    );
  });

  it('stays as it is where it can', () => {
    for (const id of ['A-1001', '...', '~x', '.a']) expect(segmentOf(id)).toBe(id);
  });
});
