/** Everything that was answered with success: what must be there afterwards, once. Event ids, in the order of their answers. */
export interface Answered {
  readonly clicks: string[];
  readonly orders: string[];
  readonly refunds: string[];
  /** Redirects without a click id: people got where they wanted, the click could not be kept. */
  unlogged: number;
  /** Attempts that were not answered with success; of orders and refunds each is made again until it is. */
  failures: number;
}
