import { readFileSync } from 'node:fs';

/** Statements stand in the package's folder `sql`, beside `dist` and `src` alike; the first line says what each is for. */
function statement(name: string): string {
  return readFileSync(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8').trimEnd();
}

/** Where units and their orders are found: told by the brand, or seen by the tracker; and what there is beside them. */
export interface Sources {
  readonly units: 'told' | 'clicked';
  readonly orders: 'told' | 'clicked';
  readonly exposures: boolean;
  readonly refunds: boolean;
  /** Whether units in two arms have to be left out. */
  readonly both_arms: boolean;
}

const EXPOSURES = statement('exposures');
const UNITS = { told: statement('units_told'), clicked: statement('units_clicked') } as const;
const UNITS_EXPOSED = statement('units_exposed').replace('/*told*/', UNITS.told).replace('/*exposures*/', EXPOSURES);
const ORDERS = { told: statement('orders_told'), clicked: statement('orders_clicked') } as const;
const ORDERED = statement('outcomes');
const REFUNDED = statement('refunded');
const SINGLE = statement('single');
const ARM_COUNTS = statement('arm_counts');
const ARM_SUMS = statement('arm_sums');

export const SCALE = statement('scale');
export const UNASSIGNED = statement('unassigned').replace('/*exposures*/', EXPOSURES).replace('/*told*/', UNITS.told);

/** What is not there is not asked for: each part costs as much as reading its table. Nothing that people wrote stands in a statement. */
export function armCountsStatement(sources: Sources): string {
  return ARM_COUNTS.replace('/*units*/', unitsOf(sources));
}

export function armSumsStatement(sources: Sources): string {
  const outcomes = (sources.refunds ? `${ORDERED}\n${REFUNDED}` : ORDERED).replaceAll('/*orders*/', ORDERS[sources.orders]);
  return ARM_SUMS.replace('/*single*/', sources.both_arms ? `\n${SINGLE}` : '')
    .replace('/*outcomes*/', outcomes)
    .replaceAll('/*units*/', unitsOf(sources));
}

function unitsOf({ units, exposures }: Sources): string {
  return units === 'told' && exposures ? UNITS_EXPOSED : UNITS[units];
}
