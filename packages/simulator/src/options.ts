export interface MarketOptions {
  /** Same seed, same other options: same market, byte for byte. */
  readonly seed: number;
  readonly creators: number;
  readonly posts_per_creator: number;
  readonly campaigns: number;
  /** People who follow at least one of the creators. */
  readonly people: number;
  readonly days: number;
  /** The market's last instant: nothing in it is later. */
  readonly end: Date;
  /** Currency of the workspace the market is played into. */
  readonly currency: string;
  /** What customers from abroad pay in; their orders carry `fx_rate`. */
  readonly foreign_currency: string;
  /** Where the links go; the product and UTM parameters are added. */
  readonly shop_url: string;
}

/** The demo's size: about 20,000 clicks and 1,500 orders on 120 links. */
export const DEMO_MARKET = {
  seed: 20_261,
  creators: 40,
  posts_per_creator: 3,
  campaigns: 5,
  people: 12_000,
  days: 60,
  currency: 'EUR',
  foreign_currency: 'USD',
  shop_url: 'https://example.com/',
} as const satisfies Omit<MarketOptions, 'end'>;

/** @throws RangeError naming the option that makes no market. */
export function checkOptions(options: MarketOptions): MarketOptions {
  for (const name of ['creators', 'posts_per_creator', 'campaigns', 'people', 'days'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 1) throw new RangeError(`${name}: expected a whole number of at least 1`);
  }
  if (!Number.isInteger(options.seed)) throw new RangeError('seed: expected a whole number');
  if (Number.isNaN(options.end.getTime())) throw new RangeError('end: expected a date');
  return options;
}
