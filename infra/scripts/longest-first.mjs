import { BaseSequencer } from 'vitest/node';

/** Suites that start all of Touchline take a minute or more; begun last, one of them would run on alone. */
const LONG = ['/test/chaos/', '/test/e2e/', '/test/outbox/', '/test/browser/', '/event-log/test/kafka', '/services/aggregator/', '/packages/ledger/', '/test/'];

/** The order of test files: the long ones first, so that all workers end at about the same time. */
export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }) => {
      const rank = LONG.findIndex((part) => moduleId.includes(part));
      return rank === -1 ? LONG.length : rank;
    };
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
