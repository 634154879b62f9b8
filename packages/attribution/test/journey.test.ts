import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, type JourneyPolicy, journey } from '../src/index.js';

const DAY_MS = 86_400_000;
const T = 100 * DAY_MS;
const policy: JourneyPolicy = { click_window_ms: 30 * DAY_MS, code_window_ms: 10 * DAY_MS, transform: 'collapsed' };
const conversion = { order_id: 'o1', at_ms: T };

const click = (touch_id: string, at_ms: number, more: Partial<Candidate> = {}): Candidate => ({
  touch_id,
  at_ms,
  kind: 'click',
  click_class: 'human',
  code: '',
  order_id: '',
  on_order: false,
  creator_id: `creator-of-${more.link_id ?? touch_id}`,
  campaign_id: '',
  post_id: '',
  link_id: touch_id,
  platform: '',
  ...more,
});
const code = (touch_id: string, at_ms: number, more: Partial<Candidate> = {}): Candidate =>
  click(touch_id, at_ms, { kind: 'code', click_class: '', code: touch_id.toUpperCase(), link_id: '', creator_id: `creator-of-${touch_id}`, ...more });

const reasons = (candidates: readonly Candidate[], chosen = policy) =>
  Object.fromEntries(journey(conversion, candidates, chosen).verdicts.map((verdict) => [verdict.candidate.touch_id, verdict.reason]));

describe('a journey', () => {
  it('takes touches with T − window < t ≤ T, to the millisecond', () => {
    const candidates = [
      click('just-out', T - 30 * DAY_MS),
      click('just-in', T - 30 * DAY_MS + 1),
      click('same-instant', T),
      click('late', T + 1),
      code('code-out', T - 10 * DAY_MS),
      code('code-in', T - 10 * DAY_MS + 1),
    ];
    expect(reasons(candidates)).toEqual({
      'just-out': 'outside_window',
      'just-in': 'counted',
      'same-instant': 'counted',
      late: 'after_conversion',
      'code-out': 'outside_window',
      'code-in': 'counted',
    });
  });

  it('orders equal instants by id', () => {
    expect(journey(conversion, [click('b', T), click('a', T), click('c', T - 1)], policy).touches.map((touch) => touch.touch_id)).toEqual(['c', 'a', 'b']);
  });

  it('counts humans on known links only, and says so of the rest', () => {
    const candidates = [
      click('bot', T - 1, { click_class: 'bot' }),
      click('lost', T - 1, { creator_id: '' }),
      code('typo', T - 1, { creator_id: '' }),
      click('fine', T - 1),
    ];
    expect(reasons(candidates)).toEqual({ bot: 'not_human', lost: 'unknown_link', typo: 'unknown_code', fine: 'counted' });
  });

  it('merges a code into a click of the same creator; the click stays, the latest before the code', () => {
    const same = { creator_id: 'anna' };
    const candidates = [
      click('early', T - 9, same),
      click('middle', T - 8),
      click('near', T - 7, same),
      click('after', T - 2, same),
      code('anna10', T - 5, same),
    ];
    const found = journey(conversion, candidates, policy);
    expect(found.touches.map((touch) => touch.touch_id)).toEqual(['early', 'middle', 'near', 'after']);
    expect(found.verdicts.find((verdict) => verdict.candidate.kind === 'code')).toMatchObject({ reason: 'merged_with_click', merged_into: 'near' });
  });

  it('keeps a code beside a click of another creator, and beside a click that does not count', () => {
    expect(reasons([click('other', T - 3), code('own', T - 2)])).toEqual({ other: 'counted', own: 'counted' });
    expect(reasons([click('bot', T - 3, { creator_id: 'anna', click_class: 'bot' }), code('own', T - 2, { creator_id: 'anna' })])).toEqual({
      bot: 'not_human',
      own: 'counted',
    });
  });

  it('takes the same code of one order once, whether the order or a redemption or both reported it', () => {
    const onOrder = code('on-order', T, { order_id: 'o1', code: 'ANNA10', creator_id: 'anna', on_order: true });
    const reported = code('reported', T + 500, { order_id: 'o1', code: 'ANNA10', creator_id: 'anna' });
    expect(reasons([onOrder, reported])).toEqual({ 'on-order': 'counted', reported: 'merged_with_order_code' });
    expect(reasons([reported])).toEqual({ reported: 'counted' });
  });

  it('does not take a later order’s code for an earlier order', () => {
    expect(reasons([code('next', T + 500, { order_id: 'o2' })])).toEqual({ next: 'after_conversion' });
  });

  it('collapses consecutive touches of one link into the latest, and only consecutive ones', () => {
    const candidates = [
      click('a1', T - 9, { link_id: 'a' }),
      click('a2', T - 8, { link_id: 'a' }),
      click('b1', T - 7, { link_id: 'b' }),
      click('a3', T - 6, { link_id: 'a' }),
    ];
    expect(reasons(candidates)).toEqual({ a1: 'repeated', a2: 'counted', b1: 'counted', a3: 'counted' });
    expect(reasons(candidates, { ...policy, transform: 'all' })).toEqual({ a1: 'counted', a2: 'counted', b1: 'counted', a3: 'counted' });
    expect(reasons(candidates, { ...policy, transform: 'unique' })).toEqual({ a1: 'counted', a2: 'repeated', b1: 'counted', a3: 'repeated' });
  });

  it('gives every candidate one verdict, and the same whatever the order of rows (I5)', () => {
    const candidate = fc
      .record({ at: fc.integer({ min: -40, max: 3 }), link: fc.integer({ min: 0, max: 3 }), kind: fc.boolean(), human: fc.boolean() })
      .map(({ at, link, kind, human }) => {
        const more = { link_id: `l${link}`, creator_id: `c${link}`, click_class: human ? 'human' : 'bot' };
        return (touch_id: string) => (kind ? click(touch_id, T + at * DAY_MS, more) : code(touch_id, T + at * DAY_MS, { creator_id: `c${link}` }));
      });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 20 }), (makers) => {
        const candidates = makers.map((make, index) => make(`t${index}`));
        const found = journey(conversion, candidates, policy);
        expect(found.verdicts).toHaveLength(candidates.length);
        expect(found.touches).toHaveLength(found.verdicts.filter((verdict) => verdict.reason === 'counted').length);
        expect(journey(conversion, [...candidates].reverse(), policy)).toEqual(found);
      }),
    );
  });
});
