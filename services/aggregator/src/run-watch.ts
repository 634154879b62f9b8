import type { RunReport } from '@touchline/ledger';
import { type Metrics, TouchlineError, type Tracing } from '@touchline/runtime';

const OUTCOMES = ['credited', 'nothing_new', 'failed'] as const;

/** Counts attribution runs and, where traces are made, makes each that did something a span. */
export class RunWatch {
  readonly #tracing: Tracing | undefined;
  readonly #runs;
  readonly #duration;
  readonly #conversions;
  readonly #lines;

  constructor(metrics: Metrics, tracing?: Tracing) {
    this.#tracing = tracing;
    this.#runs = metrics.counter('touchline_attribution_runs_total');
    for (const outcome of OUTCOMES) this.#runs.inc({ outcome }, 0);
    this.#duration = metrics.histogram('touchline_attribution_run_duration_seconds');
    this.#conversions = metrics.counter('touchline_attribution_conversions_total');
    this.#lines = metrics.counter('touchline_attribution_lines_written_total');
  }

  async run(workspace_id: string, work: () => Promise<RunReport>): Promise<RunReport> {
    const began_ms = Date.now();
    try {
      const report = await work();
      this.#count(report.nothing_new ? 'nothing_new' : 'credited', report.duration_ms);
      this.#conversions.inc(report.conversions);
      this.#lines.inc(report.lines_written);
      // One every two seconds that found nothing would bury those that did.
      if (!report.nothing_new) this.#span(began_ms, report);
      return report;
    } catch (error) {
      // A caller's mistake is no run, and what was taken for a workspace may be anything.
      if (error instanceof TouchlineError && error.code === 'TL_WORKSPACE_UNKNOWN') throw error;
      this.#count('failed', Date.now() - began_ms);
      this.#span(began_ms, { workspace_id, error });
      throw error;
    }
  }

  #count(outcome: (typeof OUTCOMES)[number], duration_ms: number): void {
    this.#runs.inc({ outcome });
    this.#duration.observe({ outcome }, duration_ms / 1_000);
  }

  #span(began_ms: number, what: RunReport | { readonly workspace_id: string; readonly error: unknown }): void {
    const told =
      'error' in what
        ? { 'error.type': what.error instanceof TouchlineError ? what.error.code : 'unknown' }
        : { 'touchline.run_id': what.run_id ?? '', 'touchline.conversions': what.conversions, 'touchline.lines_written': what.lines_written };
    const attributes = { 'touchline.workspace_id': what.workspace_id, ...told };
    this.#tracing?.start('attribution run', { root: true, began_ms, attributes }).end();
  }
}
