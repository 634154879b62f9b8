import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type LabelOf, METRICS, type MetricEntry, type MetricName, type MetricOf } from './catalogue.js';
import { WeightedHistogram } from './weighted-histogram.js';

export type { Counter, Histogram } from 'prom-client';

/** A figure with the labels it stands under. */
export interface Sample<L extends string> {
  readonly labels: Readonly<Record<L, string>>;
  readonly value: number;
}

/** What a metric is now: one number, or one for each set of labels. */
export type Reading<L extends string> = [L] extends [never] ? number : readonly Sample<L>[];

/**
 * The metrics of one process, each named in the catalogue. What is counted often is kept by its owner as a plain number and
 * read when somebody asks (`read`); what is rare is counted here.
 */
export class Metrics {
  readonly #registry = new Registry();

  /** Adds the process's own: CPU, memory, event loop, garbage collection. */
  withProcess(): this {
    collectDefaultMetrics({ register: this.#registry });
    return this;
  }

  counter<N extends MetricOf<'counter'>>(name: N): Counter<LabelOf<N>> {
    return new Counter<LabelOf<N>>(this.#options<N>(name));
  }

  histogram<N extends MetricOf<'histogram'>>(name: N): Histogram<LabelOf<N>> {
    return new Histogram<LabelOf<N>>({ ...this.#options<N>(name), buckets: bucketsOf(name) });
  }

  /** For things that come by the thousand at once. */
  weightedHistogram(name: MetricOf<'histogram'>): WeightedHistogram {
    return new WeightedHistogram({ ...this.#options<never>(name), buckets: bucketsOf(name) });
  }

  /** Asks `now` each time the metrics are asked for; what cannot be told then is left out. */
  read<N extends MetricOf<'counter' | 'gauge'>>(name: N, now: () => Reading<LabelOf<N>> | Promise<Reading<LabelOf<N>>>): void {
    const options = this.#options<N>(name);
    const fill = async function (this: Counter<LabelOf<N>> | Gauge<LabelOf<N>>): Promise<void> {
      const reading = await Promise.resolve()
        .then(now)
        .catch(() => undefined);
      this.reset();
      // A zero that nobody counted would be a lie.
      if (reading === undefined) this.remove({});
      else if (typeof reading === 'number') this.inc(reading);
      else for (const { labels, value } of reading as readonly Sample<LabelOf<N>>[]) this.inc({ ...labels }, value);
    };
    if (METRICS[name].type === 'counter') new Counter<LabelOf<N>>({ ...options, collect: fill });
    else new Gauge<LabelOf<N>>({ ...options, collect: fill });
  }

  /** Everything in the Prometheus text format. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #options<N extends MetricName>(name: MetricName) {
    const entry: MetricEntry = METRICS[name];
    return { name, help: entry.help, labelNames: Object.keys(entry.labels ?? {}) as LabelOf<N>[], registers: [this.#registry] };
  }
}

function bucketsOf(name: MetricOf<'histogram'>): number[] {
  return [...METRICS[name].buckets];
}

/** Counts by one label, as the samples of a reading. */
export function samplesOf<L extends string>(label: L, counts: Readonly<Record<string, number>>): Sample<L>[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name } as Record<L, string>, value }));
}
