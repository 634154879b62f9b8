import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStand, type Stand } from './stand.js';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const METRICS = { type: 'post_metrics_recorded', post_id: 'reel-1', occurred_at: '2026-01-05T10:00:00+01:00', impressions: 1_000, likes: 40 };

describe('what a platform shows of a post', () => {
  it('is kept as the sums it had come to at an instant, and names nobody (I9)', async () => {
    await stand.post({ ...METRICS, reach: 700, source: 'instagram' });
    const [event] = await stand.events('facts');
    expect(event).toMatchObject({ type: 'post_metrics_recorded', version: 1, source: 'instagram', occurred_at: '2026-01-05T09:00:00.000Z', person: {} });
    expect(event?.payload).toEqual({ post_id: 'reel-1', impressions: 1_000, likes: 40, reach: 700, revision: 0 });
  });

  it('told again for the same instant, in whatever zone, is a repeat; of another instant or revision it is not (I2)', async () => {
    const again = { ...METRICS, occurred_at: '2026-01-05T09:00:00Z', impressions: 5 };
    const outcomes = async (...events: object[]) => (await stand.post({ events })).body.results?.map(({ outcome }) => outcome);
    expect(await outcomes(METRICS, again, { ...METRICS, revision: 1 }, { ...METRICS, occurred_at: '2026-01-06T09:00:00Z' })).toEqual([
      'accepted',
      'duplicate',
      'accepted',
      'accepted',
    ]);
    expect(await stand.events('facts')).toHaveLength(3);
  });

  it.each([
    ['no instant', { occurred_at: undefined }, 'TL_FIELD_MISSING', 'occurred_at'],
    ['no post', { post_id: undefined }, 'TL_FIELD_MISSING', 'post_id'],
    ['no figure at all', { impressions: undefined, likes: undefined }, 'TL_FIELD_MISSING', 'impressions'],
    ['less than nothing', { likes: -1 }, 'TL_FIELD_VALUE', 'likes'],
    ['a part of a like', { likes: 1.5 }, 'TL_FIELD_TYPE', 'likes'],
    ['text', { likes: '40' }, 'TL_FIELD_TYPE', 'likes'],
    ['a figure nobody knows', { hearts: 4 }, 'TL_FIELD_UNKNOWN', 'hearts'],
    ['a person', { customer_id: 'c' }, 'TL_FIELD_UNKNOWN', 'customer_id'],
    ['next week', { occurred_at: '2999-01-01T00:00:00Z' }, 'TL_CLOCK_AHEAD', 'occurred_at'],
  ])('with %s is refused with a code and a path, and kept among the rejects', async (_, change, code, path) => {
    const answer = await stand.post({ ...METRICS, ...change });
    expect(answer.body.results?.[0]).toMatchObject({ outcome: 'rejected', code, path });
    expect(await stand.events('facts')).toEqual([]);
    expect(await stand.events('rejects')).toMatchObject([{ payload: { code, path } }]);
  });
});
