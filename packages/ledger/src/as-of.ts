/** A reading of the ledger as it was known at an instant. */
export interface AsOf {
  /** undefined: as it stands now. */
  readonly as_of?: Date | undefined;
}

/** Later than any run: the year 2255, within what the warehouse holds of instants. */
const LATEST_MS = 9_000_000_000_000;

export function asOfMs(as_of: Date | undefined): number {
  return as_of?.getTime() ?? LATEST_MS;
}
