import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Arena, type Verdict } from './arena.js';
import { calmDigest } from './calm.js';
import { type ChaosLog, drawRounds, type PlanOptions, type Round, sayFault } from './plan.js';

/** A round takes seconds; on a machine with much other work a broker alone may take minutes to start. */
const ROUND_MS_MAX = 600_000;
const JUDGE_MS_MAX = 900_000;
const SECOND_MS = 1_000;

/** What `npm run chaos -- --json` prints. */
interface Result {
  readonly log: ChaosLog;
  readonly seed: number;
  readonly rounds: { readonly round: number; readonly faults: readonly string[]; readonly ms: number }[];
  failed?: { readonly round: number; readonly why: string };
  verdict?: Omit<Verdict, 'answered'> & Readonly<Record<'clicks' | 'orders' | 'refunds' | 'unlogged' | 'failures', number>>;
  calm_sha256?: string;
}

/** @param short the rounds of `npm test`; `npm run chaos` says its own number, and its seed */
export function chaosSuite(log: ChaosLog, short: Omit<PlanOptions, 'log'>): void {
  const seed = Number(process.env['TOUCHLINE_CHAOS_SEED'] ?? short.seed);
  const rounds = drawRounds({ log, seed, rounds: Number(process.env['TOUCHLINE_CHAOS_ROUNDS'] ?? short.rounds) });
  const result: Result = { log, seed, rounds: [] };
  let arena: Arena;

  beforeAll(async () => {
    arena = await Arena.open(log, seed);
  }, ROUND_MS_MAX);

  afterAll(async () => {
    const file = process.env['TOUCHLINE_CHAOS_RESULT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(result));
    await arena?.close();
  }, ROUND_MS_MAX);

  const attempt = async (round: Round) => {
    const [began_ms, faults] = [performance.now(), round.faults.map(sayFault)];
    try {
      await arena.round(round);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      result.failed = { round: round.round, why };
      throw new Error(`${why}. Again: npm run chaos -- --${log} --rounds ${round.round} --seed ${seed}`, { cause: error });
    }
    const ms = Math.round(performance.now() - began_ms);
    result.rounds.push({ round: round.round, faults, ms });
    say(`round ${round.round}/${rounds.length}  ${(ms / SECOND_MS).toFixed(1)} s  ${faults.join(', ')}`);
  };

  it.for(rounds.map((round) => ({ ...round, what: round.faults.map(sayFault).join(', ') })))(
    'round $round: $what; whatever was answered is in the log or on its way there, and stands nowhere twice (I1, I2)',
    { timeout: ROUND_MS_MAX },
    async (round, { skip }) => {
      skip(result.failed !== undefined, 'a round before failed');
      await attempt(round);
    },
  );

  it(
    'leaves every answered event in log and warehouse once, the books equal, the ledger balanced and that of a calm day (I1–I5)',
    async () => {
      expect(result.failed).toBeUndefined();
      const verdict = await arena.judge();
      const { answered, ...books } = verdict;
      const { clicks, orders, refunds, unlogged, failures } = answered;
      result.verdict = { ...books, clicks: clicks.length, orders: orders.length, refunds: refunds.length, unlogged, failures };
      say(
        `${clicks.length} clicks, ${orders.length} orders, ${refunds.length} refunds answered; ${unlogged} redirects without an id; ${failures} attempts failed; ${books.log.repeats} of ${books.log.records} records in the log are repeats`,
      );
      expect(books).toMatchObject({ missing_in_log: [], missing_in_warehouse: [], doubled: 0, gap: 0, balanced: true, waiting: 0 });
      for (const count of [clicks.length, orders.length, refunds.length, failures]) expect(count).toBeGreaterThan(rounds.length);
      const calm = await calmDigest(arena.books);
      result.calm_sha256 = calm.sha256;
      say(`ledger ${books.digest.sha256}, ${books.digest.lines} lines; on a calm day ${calm.sha256}, ${calm.lines} lines`);
      expect(calm).toEqual(books.digest);
    },
    JUDGE_MS_MAX,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
