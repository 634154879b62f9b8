import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';

let tracker: TestTracker;
let writer: string;
let stranger: string;

beforeAll(async () => {
  tracker = await TestTracker.start();
  writer = await tracker.key('one', 'links:write');
  stranger = await tracker.key('two', 'links:write');
});
afterAll(() => tracker.stop());

describe('POST /v1/cpms', () => {
  it('sets what a thousand impressions on a platform cost; told again it is replaced, and a repeat writes nothing', async () => {
    const first = await tracker.api('POST', 'cpms', writer, { platform: 'tiktok', cpm_minor: 500 });
    const changed = await tracker.api('POST', 'cpms', writer, { platform: 'tiktok', cpm_minor: 650 });
    const before = (await tracker.log.heads('directory'))[0]?.next_offset;
    const repeated = await tracker.api('POST', 'cpms', writer, { platform: 'tiktok', cpm_minor: 650 });
    expect([first.status, changed.status, repeated.status]).toEqual([201, 200, 200]);
    expect(repeated.body).toEqual({ id: 'tiktok', platform: 'tiktok', cpm_minor: 650, archived: false });
    expect((await tracker.log.heads('directory'))[0]?.next_offset).toBe(before);
  });

  it('is of the key’s workspace alone (I6)', async () => {
    await tracker.api('POST', 'cpms', writer, { platform: 'youtube', cpm_minor: 1_200 });
    expect((await tracker.api('GET', 'cpms/youtube', stranger)).status).toBe(404);
    expect((await tracker.api('GET', 'cpms', stranger)).body).toEqual({ items: [] });
  });

  it.each([
    ['half a cent', { platform: 'x', cpm_minor: 0.5 }, 'TL_FIELD_TYPE', 'cpm_minor'],
    ['less than nothing', { platform: 'x', cpm_minor: -1 }, 'TL_FIELD_VALUE', 'cpm_minor'],
    ['no platform', { cpm_minor: 1 }, 'TL_FIELD_MISSING', 'platform'],
    ['a platform that makes no id', { platform: 'a/b', cpm_minor: 1 }, 'TL_FIELD_VALUE', 'platform'],
    ['another id than the platform’s', { platform: 'x', cpm_minor: 1, id: 'y' }, 'TL_FIELD_VALUE', 'id'],
  ])('with %s is refused with a code and a path', async (_, body, code, path) => {
    expect(await tracker.api('POST', 'cpms', writer, body)).toMatchObject({ status: 422, body: { code, path } });
  });
});
