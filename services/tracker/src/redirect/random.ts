import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8_192;

const pool = Buffer.allocUnsafe(POOL_BYTES);
let digits = '';
let position = 0;

/** Random lower-case hex digits, drawn from the system's generator 8 KiB at a time: one call a click is too slow. */
export function randomHex(count: number): string {
  if (position + count > digits.length) {
    digits = randomFillSync(pool).toString('hex');
    position = 0;
  }
  const drawn = digits.slice(position, position + count);
  position += count;
  return drawn;
}
