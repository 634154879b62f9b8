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
  /** Whether the units were laid out before. */
  readonly laid_out: boolean;
}

const EXPOSURES = statement('exposures');
const UNITS_LAID_OUT = statement('units_laid_out');
const LAY_OUT_UNITS = statement('lay_out_units');
export const LAID_OUT_DISTINCT = statement('units_distinct').replace('/*units*/', UNITS_LAID_OUT);
export const LAID_OUT_LEFTOVERS = statement('laid_out_leftovers');
const UNITS = { told: statement('units_told'), clicked: statement('units_clicked') } as const;
const UNITS_EXPOSED = statement('units_exposed').replace('/*told*/', UNITS.told).replace('/*exposures*/', EXPOSURES);
const ORDERS = { told: statement('orders_told'), clicked: statement('orders_clicked') } as const;
const ORDERED = statement('outcomes');
const REFUNDED = statement('refunded');
const SINGLE = statement('single');
const ARM_COUNTS = statement('arm_counts');
const EACH_UNIT = statement('each_unit');
const EACH_ROW = statement('each_row');
const ARM_SUMS = statement('arm_sums');

const ORDERS_BY = { creators: statement('orders_of_creators'), markets: statement('orders_of_markets'), all: statement('orders_all') } as const;
/** Whose orders are counted by day: each creator's, each market's, or all together. */
export type OrdersBy = keyof typeof ORDERS_BY;

export const UNITS_ASSIGNED = statement('units_assigned');
export const FIGURES_TOLD = statement('figures_told');
const FIGURES_ORDERED = statement('figures_ordered');
export const CLICKERS = statement('clickers').replace('/*outcomes*/', `${ORDERED}\n${REFUNDED}`).replaceAll('/*orders*/', ORDERS.clicked);
export const CONTROLS_TOLD = statement('controls_told').replace('/*told*/', UNITS.told);
const PEOPLE = statement('people');
const PEOPLE_UNEXPOSED = { told: statement('unexposed_told').replace('/*told*/', UNITS.told), buyers: statement('unexposed_buyers') } as const;

export const SCALE = statement('scale');
export const UNASSIGNED = statement('unassigned').replace('/*exposures*/', EXPOSURES).replace('/*told*/', UNITS.told);

/** What is not there is not asked for: each part costs as much as reading its table. Nothing that people wrote stands in a statement. */
export function armCountsStatement(sources: Sources, distinct: boolean): string {
  return ARM_COUNTS.replace('/*each*/', distinct ? EACH_ROW : EACH_UNIT).replace('/*units*/', unitsOf(sources));
}

export function armSumsStatement(sources: Sources): string {
  const outcomes = (sources.refunds ? `${ORDERED}\n${REFUNDED}` : ORDERED).replaceAll('/*orders*/', ORDERS[sources.orders]);
  return ARM_SUMS.replace('/*single*/', sources.both_arms ? `\n${SINGLE}` : '')
    .replace('/*outcomes*/', outcomes)
    .replaceAll('/*units*/', unitsOf(sources));
}

export function layOutStatement(sources: Sources): string {
  return LAY_OUT_UNITS.replace('/*units*/', unitsOf({ ...sources, laid_out: false }));
}

function unitsOf({ units, exposures, laid_out }: Sources): string {
  if (laid_out) return UNITS_LAID_OUT;
  return units === 'told' && exposures ? UNITS_EXPOSED : UNITS[units];
}

export function figuresOrderedStatement(by: OrdersBy, refunds: boolean): string {
  return FIGURES_ORDERED.replace('/*outcomes*/', (refunds ? `${ORDERED}\n${REFUNDED}` : ORDERED).replaceAll('/*orders*/', ORDERS_BY[by]));
}

/** @param unexposed those told to be, or, where nobody was, those who bought before */
export function peopleStatement({ orders, unexposed }: { readonly orders: Sources['orders']; readonly unexposed: keyof typeof PEOPLE_UNEXPOSED }): string {
  return PEOPLE.replaceAll('/*told*/', UNITS.told)
    .replaceAll('/*exposures*/', EXPOSURES)
    .replaceAll('/*unexposed*/', PEOPLE_UNEXPOSED[unexposed])
    .replaceAll('/*outcomes*/', `${ORDERED}\n${REFUNDED}`)
    .replaceAll('/*orders*/', ORDERS[orders]);
}
