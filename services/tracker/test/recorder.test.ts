import type { EventLog } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import { describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { clickIdOf, exchange, headerOf, request } from './support/wire.js';

/** The real log, except that keeping clicks does what the test says. */
function withKeep(log: EventLog, keep: (real: () => Promise<void>) => Promise<void>): EventLog {
  return new Proxy(log, {
    get: (target, name) => {
      if (name !== 'keep') {
        const member = Reflect.get(target, name, target) as unknown;
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return (topic: string, records: Parameters<EventLog['keep']>[1]) => keep(() => target.keep(topic, records));
    },
  });
}

describe('when the log', () => {
  it('has not yet said that the click is on disk, the redirect waits (I1)', async () => {
    let let_go = () => {};
    const held = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    const tracker = await TestTracker.start({ wrapLog: (log) => withKeep(log, (real) => held.then(real)) });
    let answered = false;
    const asking = exchange(tracker.port, request('/spring')).finally(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(answered).toBe(false);
    let_go();
    const [answer] = await asking;
    if (answer === undefined) throw new Error('no answer');
    expect(await tracker.click(clickIdOf(answer))).toBeDefined();
    await tracker.stop();
  });

  it('refuses, people are redirected all the same, without a click id (I1), it is counted, and the tracker says that it is not well', async () => {
    let full = true;
    const wrapLog = (log: EventLog) =>
      withKeep(log, (real) => (full ? Promise.reject(new TouchlineError('TL_LOG_UNAVAILABLE', 'No space left on device.')) : real()));
    const tracker = await TestTracker.start({ wrapLog });
    expect(await tracker.service.health()).toMatchObject({ ready: true });
    for (const lines of [['User-Agent: p'], ['User-Agent: p', 'X-Slow: 1']]) {
      const [answer] = await exchange(tracker.port, request('/spring', lines));
      expect(answer?.status).toBe(302);
      // Whoever holds a click id may rely on the click being there.
      const location = new URL((answer && headerOf(answer, 'location')) ?? '');
      expect(location.searchParams.get('utm_medium')).toBe('influencer');
      expect(location.searchParams.has('tlc')).toBe(false);
    }
    expect(await tracker.metric('touchline_clicks_unlogged_total')).toBe(2);
    expect(await tracker.service.health()).toEqual({ ready: false, state: 'degraded', detail: '2 clicks not logged: No space left on device.' });
    full = false;
    await exchange(tracker.port, request('/spring'));
    expect(await tracker.service.health()).toMatchObject({ ready: true });
    expect(await tracker.metric('touchline_clicks_logged_total')).toBe(1);
    await tracker.stop();
  });

  it('refuses after it worked for a while, the answer that was made ready meanwhile, with its click id, is not sent (I1)', async () => {
    const refusal = new TouchlineError('TL_LOG_UNAVAILABLE', 'No space left on device.');
    const wrapLog = (log: EventLog) => withKeep(log, () => new Promise((_, reject) => setTimeout(() => reject(refusal), 100)));
    const tracker = await TestTracker.start({ wrapLog });
    const [answer] = await exchange(tracker.port, request('/spring'));
    expect(answer?.status).toBe(302);
    expect(new URL((answer && headerOf(answer, 'location')) ?? '').searchParams.has('tlc')).toBe(false);
    await tracker.stop();
  });

  it('does not answer at all, nobody waits for ever', { timeout: 20_000 }, async () => {
    const never = new Promise<never>(() => undefined);
    let hangs = true;
    const tracker = await TestTracker.start({
      wrapLog: (log) => withKeep(log, (real) => (hangs ? Promise.race([never, until(() => !hangs)]).then(real) : real())),
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(tracker.port, request('/spring'))));
    expect(answers.map(([answer]) => answer?.status)).toEqual([302, 302, 302, 302, 302]);
    expect(await tracker.metric('touchline_clicks_unlogged_total')).toBe(5);
    expect(await tracker.service.health()).toMatchObject({ ready: false });
    hangs = false;
    await tracker.stop();
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
