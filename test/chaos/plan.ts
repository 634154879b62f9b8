import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Which log is the truth. */
export type ChaosLog = 'kafka' | 'local';

export type Victim = 'tracker' | 'collector' | 'ingestor' | 'forwarder' | 'aggregator' | 'console' | 'warehouse' | 'broker';

/** Instants are told by the load, in operations: `after_ops` since the round began, `hold_ops` since the fault. */
export type Fault =
  | { readonly kind: 'kill'; readonly victim: Victim; readonly after_ops: number }
  | { readonly kind: 'pause'; readonly victim: Victim; readonly after_ops: number; readonly hold_ops: number }
  | { readonly kind: 'join'; readonly after_ops: number }
  | { readonly kind: 'leave'; readonly after_ops: number; readonly signal: 'SIGTERM' | 'SIGKILL' }
  | { readonly kind: 'fill'; readonly after_ops: number };

export interface Round {
  readonly round: number;
  readonly faults: readonly Fault[];
}

export interface PlanOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly log: ChaosLog;
}

const VICTIMS: Readonly<Record<ChaosLog, readonly Victim[]>> = {
  kafka: ['tracker', 'collector', 'ingestor', 'forwarder', 'aggregator', 'console', 'warehouse', 'broker'],
  local: ['tracker', 'collector', 'ingestor', 'aggregator', 'console', 'warehouse'],
};
/** So often ingestors join or leave, each time the victims have all had their turns. */
const MEMBER_CARDS = 4;
/** Ingestors beside the supervised one. */
export const EXTRA_MEMBERS_MAX = 2;
/** Faults of one round overlap. */
const FAULTS_PER_ROUND = 2;
const AFTER_OPS_MAX = 120;
const HOLD_OPS_MIN = 20;
const HOLD_OPS_MAX = 160;
/** One pause in so many is longer than any session or lease, so that whoever wakes up has been taken for dead. */
const LONG_HOLD_ONE_IN = 8;
const LONG_HOLD_OPS = 600;

type Card = { readonly kind: 'kill' | 'pause'; readonly victim: Victim } | { readonly kind: 'member' } | { readonly kind: 'fill' };

/** What happens in each round: equal options give equal rounds. Every victim is killed and paused once before any is again. */
export function drawRounds(options: PlanOptions): Round[] {
  const dealer = new Dealer(options);
  return Array.from({ length: options.rounds }, (_, index) => ({ round: index + 1, faults: dealer.deal() }));
}

class Dealer {
  readonly #options: PlanOptions;
  readonly #random;
  #deck: Card[] = [];
  #members = 0;

  constructor(options: PlanOptions) {
    this.#options = options;
    this.#random = xoroshiro128plus(options.seed);
  }

  deal(): Fault[] {
    const cards: Card[] = [];
    while (cards.length < FAULTS_PER_ROUND) cards.push(this.#draw(cards));
    return cards.map((card) => this.#faultOf(card));
  }

  /** The top card that does not meddle with those of the round; a new deck where none is left. */
  #draw(others: readonly Card[]): Card {
    const at = this.#deck.findIndex((card) => others.every((other) => placeOf(other) !== placeOf(card)));
    const [card] = at === -1 ? [] : this.#deck.splice(at, 1);
    if (card !== undefined) return card;
    this.#deck = this.#shuffled();
    return this.#draw(others);
  }

  #shuffled(): Card[] {
    const { log } = this.#options;
    const cards: Card[] = VICTIMS[log].flatMap((victim) => [
      { kind: 'kill', victim },
      { kind: 'pause', victim },
    ]);
    for (let member = 0; member < MEMBER_CARDS; member += 1) cards.push({ kind: 'member' });
    // Without Kafka nothing waits in an outbox.
    if (log === 'kafka') cards.push({ kind: 'fill' });
    for (let left = cards.length - 1; left > 0; left -= 1) {
      const other = this.#upTo(left);
      const [a, b] = [cards[left], cards[other]];
      if (a !== undefined && b !== undefined) [cards[left], cards[other]] = [b, a];
    }
    return cards;
  }

  #faultOf(card: Card): Fault {
    const after_ops = this.#upTo(AFTER_OPS_MAX);
    if (card.kind === 'kill') return { kind: 'kill', victim: card.victim, after_ops };
    if (card.kind === 'fill') return { kind: 'fill', after_ops };
    if (card.kind === 'member') return this.#member(after_ops);
    const isLong = this.#upTo(LONG_HOLD_ONE_IN - 1) === 0;
    const hold_ops = HOLD_OPS_MIN + this.#upTo(HOLD_OPS_MAX - HOLD_OPS_MIN);
    return { kind: 'pause', victim: card.victim, after_ops, hold_ops: isLong ? LONG_HOLD_OPS : hold_ops };
  }

  #member(after_ops: number): Fault {
    const joins = this.#members === 0 || (this.#members < EXTRA_MEMBERS_MAX && this.#upTo(1) === 0);
    this.#members += joins ? 1 : -1;
    if (joins) return { kind: 'join', after_ops };
    return { kind: 'leave', after_ops, signal: this.#upTo(1) === 0 ? 'SIGTERM' : 'SIGKILL' };
  }

  #upTo(max: number): number {
    return uniformInt(this.#random, 0, max);
  }
}

/** Filling the outbox kills the broker, and asks the tracker what it counted. */
function placeOf(card: Card): string {
  if (card.kind === 'member') return 'members';
  if (card.kind === 'fill') return 'broker';
  return card.victim;
}

/** As in `kill broker @40`, `pause tracker @7 for 160`. */
export function sayFault(fault: Fault): string {
  const at = `@${fault.after_ops}`;
  if (fault.kind === 'kill') return `kill ${fault.victim} ${at}`;
  if (fault.kind === 'pause') return `pause ${fault.victim} ${at} for ${fault.hold_ops}`;
  if (fault.kind === 'leave') return `an ingestor leaves by ${fault.signal} ${at}`;
  return fault.kind === 'join' ? `an ingestor joins ${at}` : `fill the outbox ${at}`;
}
