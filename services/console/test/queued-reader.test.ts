import { expect, it } from 'vitest';
import { QueuedReader, STATEMENTS_MAX, WAITING_MAX } from '../src/queued-reader.js';

it('runs a few statements at once, the rest in turn, and refuses what would wait too long', async () => {
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const reader = new QueuedReader({
    query: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      return [];
    },
  });
  const all = Array.from({ length: STATEMENTS_MAX + WAITING_MAX }, () => reader.query('', {}));
  await expect(reader.query('', {})).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
  let ended = 0;
  while (ended < all.length) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const end of ends.splice(0)) {
      end();
      ended += 1;
    }
  }
  await Promise.all(all);
  expect(most).toBe(STATEMENTS_MAX);
  expect(running).toBe(0);
});

it('gives the place of a failed statement to the next', async () => {
  const reader = new QueuedReader({ query: () => Promise.reject(new Error('no')) });
  const outcomes = await Promise.allSettled(Array.from({ length: STATEMENTS_MAX * 3 }, () => reader.query('', {})));
  expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
});
