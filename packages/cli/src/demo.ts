import { setTimeout as sleep } from 'node:timers/promises';
import { openLogs, TOPICS } from '@touchline/event-log';
import { type Config, TouchlineError, trackerUrl } from '@touchline/runtime';
import { DEMO_MARKET, demoLaunch, demoTrials, type Played, playMarket, simulateMarket } from '@touchline/simulator';
import { runAttributionNow } from './clients/aggregator.js';
import { type DemoRecord, readDemo, writeDemo } from './supervisor/first-start.js';

const SETTLE_MS_MAX = 60_000;
const SETTLE_ASK_MS = 100;

export type Tell = (done: number, total: number, phase: string) => void;

export interface FillOptions {
  readonly tell: Tell;
  /** Ends it early; what was played stays, and the next time goes on from there. */
  readonly signal?: AbortSignal;
}

/** Plays the whole simulated market and its experiments through the front doors; a second time changes no number, every id is the same. */
export async function playDemo(config: Config, demo: DemoRecord, { tell, signal }: FillOptions): Promise<Played> {
  const market = simulateMarket({ ...DEMO_MARKET, end: new Date(demo.end) });
  return playMarket(market, {
    tracker_url: trackerUrl(config),
    collector_url: `http://${config.TOUCHLINE_HOST}:${config.TOUCHLINE_COLLECTOR_PORT}`,
    token: demo.token,
    click_parameter: config.TOUCHLINE_CLICK_PARAMETER,
    onProgress: tell,
    trials: demoTrials(market, DEMO_MARKET),
    launches: [demoLaunch(market, DEMO_MARKET)],
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Fills the demo unless it is full, then waits until every event is stored and credited. */
export async function fillDemo(config: Config, options: FillOptions): Promise<void> {
  const demo = readDemo(config);
  if (demo === undefined) return;
  if (!demo.filled) await playDemo(config, demo, options);
  await settle(config, options.signal);
  await runAttributionNow(config, { workspace_id: 'demo', fit: {} });
  writeDemo(config, { ...demo, filled: true });
}

/**
 * Waits until all that was taken on this machine is in the log, and the ingestor has handled all that is in it then.
 * @throws TouchlineError TL_LOG_UNAVAILABLE, TL_STORE_UNAVAILABLE
 */
export async function settle(config: Config, signal?: AbortSignal): Promise<void> {
  const { truth: log, outbox, close } = openLogs(config, 'touchline-cli');
  try {
    const deadline = Date.now() + SETTLE_MS_MAX;
    while (outbox?.depth().some(({ records }) => records > 0)) {
      signal?.throwIfAborted();
      if (Date.now() > deadline) throw new TouchlineError('TL_LOG_UNAVAILABLE', `The outbox was not forwarded within ${SETTLE_MS_MAX / 1_000} s.`);
      await sleep(SETTLE_ASK_MS);
    }
    for (const topic of Object.keys(TOPICS)) {
      const heads = await log.heads(topic);
      for (;;) {
        // The ingestor's positions carry the name of its database.
        const positions = await log.positions(topic, `warehouse.${config.CLICKHOUSE_DATABASE}`);
        if (heads.every((head) => (positions.get(head.partition) ?? 0) >= head.next_offset)) break;
        signal?.throwIfAborted();
        if (Date.now() > deadline) throw new TouchlineError('TL_STORE_UNAVAILABLE', `The ingestor did not catch up within ${SETTLE_MS_MAX / 1_000} s.`);
        await sleep(SETTLE_ASK_MS);
      }
    }
  } finally {
    await close();
  }
}
