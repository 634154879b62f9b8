import { Histogram, type HistogramConfiguration } from 'prom-client';

/**
 * A histogram for where things come by the thousand at once: all that share a value are one addition, in plain numbers, and
 * the text is made when somebody asks.
 */
export class WeightedHistogram extends Histogram<never> {
  readonly #config: HistogramConfiguration<never>;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(config: HistogramConfiguration<never>) {
    super(config);
    this.#config = config;
    this.#bounds = config.buckets ?? [];
    this.#counts = new Array<number>(this.#bounds.length + 1).fill(0);
  }

  /** `times` things that each had this value. */
  add(value: number, times: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const place = found === -1 ? this.#bounds.length : found;
    this.#counts[place] = (this.#counts[place] ?? 0) + times;
    this.#sum += value * times;
  }

  /** What prom-client asks for, here and in its own `get`. */
  async getForPromString() {
    const { name, help } = this.#config;
    let count = 0;
    const values: { metricName: string; labels: Record<string, string | number>; value: number }[] = this.#counts.map((here, place) => {
      count += here;
      return { metricName: `${name}_bucket`, labels: { le: this.#bounds[place] ?? '+Inf' }, value: count };
    });
    values.push({ metricName: `${name}_sum`, labels: {}, value: this.#sum });
    values.push({ metricName: `${name}_count`, labels: {}, value: count });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}
