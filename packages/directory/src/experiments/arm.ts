import { createHash } from 'node:crypto';
import type { Entities } from '@touchline/events';

type Arms = Pick<Entities['experiment'], 'arms' | 'salt'>;

/** Points on the circle: with weights summing to at most 2^20 every product below is exact in a double. */
const POINTS = 2 ** 32;

/**
 * The arm of a unit by salted hash: the same unit has the same arm for ever, in every process, and salts make experiments
 * independent of each other. The first 32 bits of SHA-256(salt, newline, unit), big-endian, over 2^32, fall into an arm by the
 * cumulative weights in the order of the arms. In ClickHouse the point is
 * `reinterpretAsUInt32(reverse(substring(SHA256(concat(salt, '\n', unit)), 1, 4)))`.
 */
export function armOfUnit({ arms, salt }: Arms, unit: string): string {
  const point = createHash('sha256').update(`${salt}\n${unit}`).digest().readUInt32BE(0);
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  for (const { name, weight } of arms) {
    reached += weight;
    if (point * total < reached * POINTS) return name;
  }
  throw new Error('an experiment without arms');
}
