import { type EventLog, openLocalLog } from '@touchline/event-log';
import { dataPaths, TouchlineError } from '@touchline/runtime';
import { afterEach, expect, it } from 'vitest';
import { startService } from './process.js';
import { closeStores, eventsOf, openStand, openStores, order, sendTo } from './stand.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

it('when the log takes nothing, nothing is accepted, and the sender is told to try again (I1)', async () => {
  let broken = true;
  const failing = (log: EventLog): EventLog => ({
    append: (topic, records) => (broken ? Promise.reject(new TouchlineError('TL_LOG_UNAVAILABLE')) : log.append(topic, records)),
    keep: (topic, records) => log.keep(topic, records),
    consume: (options) => log.consume(options),
    read: (...asked) => log.read(...asked),
    heads: (topic) => log.heads(topic),
    positions: (...asked) => log.positions(...asked),
    close: () => log.close(),
  });
  const stand = await openStand(failing);
  cleanups.push(() => stand.close());
  expect(await stand.post(order('1'))).toMatchObject({ status: 503, body: { code: 'TL_LOG_UNAVAILABLE' } });
  expect((await stand.post(order('1'))).body.results).toBeUndefined();
  expect(await stand.send('{')).toMatchObject({ status: 400, body: { code: 'TL_BODY_MALFORMED' } });
  expect(stand.keeper.failing).toBe(true);
  broken = false;
  expect((await stand.post(order('1'))).body.results).toMatchObject([{ outcome: 'accepted' }]);
  expect(stand.keeper.failing).toBe(false);
});

it('whatever a killed collector had accepted is in the log (I1)', async () => {
  const stores = await openStores();
  cleanups.push(() => closeStores(stores));
  const collector = await startService('collector', stores.data);
  cleanups.push(() => collector.end());
  const headers = { authorization: `Bearer ${stores.tokens.acme}`, 'content-type': 'application/json' };
  const accepted = new Set<string>();
  let next = 0;
  const untilRefused = async () => {
    for (;;) {
      const events = Array.from({ length: 5 }, () => order(`o-${next++}`));
      const answer = await sendTo(collector.address, JSON.stringify({ events }), headers);
      for (const result of answer.body.results ?? []) if (result['outcome'] === 'accepted') accepted.add(result['event_id'] ?? '');
      if (accepted.size > 300) collector.process.kill('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, untilRefused));
  await collector.end();
  const reopened = await openLocalLog({ path: dataPaths(stores.config).log });
  const stored = (await eventsOf(reopened, 'conversions')).map(({ event_id }) => event_id);
  await reopened.close();
  expect(accepted.size).toBeGreaterThan(300);
  expect([...accepted].filter((id) => !stored.includes(id))).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);
});
