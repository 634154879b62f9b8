/** What one unit is credited with, and the sum of its orders' squared parts. */
export interface UnitCredit {
  readonly sum: number;
  readonly squares: number;
}

interface Stretch {
  readonly treated: readonly UnitCredit[];
  readonly control: readonly UnitCredit[];
  readonly days: number;
}

/** Fewer days before tell no level; then markets are compared as they are, as their outcomes are. */
const DAYS_BEFORE_LEAST = 7;

/**
 * What treated units are credited with on top of what the others foretell: differences in differences per unit and day, over all treated units and days,
 * n_T·L·[(T − T₀) − (C − C₀)]. What extra spend brings is held against that alone: their whole credit holds what they would have been credited with anyway. Its
 * variance is that between units, n_T²·(s_T²/n_T + s_C²/n_C), or that of the orders themselves where it is larger or an arm has one unit.
 */
export function extraCredit({ treated, control, days }: Stretch, before: Stretch): { readonly sum: number; readonly variance: number } {
  if (treated.length === 0 || control.length === 0) return { sum: 0, variance: 0 };
  const weight = before.days < DAYS_BEFORE_LEAST ? 0 : days / before.days;
  const changes = (now: readonly UnitCredit[], then: readonly UnitCredit[]) =>
    now.map(({ sum, squares }, place) => ({ sum: sum - weight * (then[place]?.sum ?? 0), squares: squares + weight ** 2 * (then[place]?.squares ?? 0) }));
  const [own, others] = [changes(treated, before.treated), changes(control, before.control)];
  const ratio = own.length / others.length;
  const between = own.length * spread(own) + own.length * ratio * spread(others);
  const within = total(own, 'squares') + ratio ** 2 * total(others, 'squares');
  return { sum: total(own, 'sum') - ratio * total(others, 'sum'), variance: Math.max(between, within) };
}

const total = (units: readonly UnitCredit[], of: keyof UnitCredit) => units.reduce((sum, unit) => sum + unit[of], 0);

/** Unbiased variance between units; 0 of a single one, which says nothing. */
function spread(units: readonly UnitCredit[]): number {
  const mean = total(units, 'sum') / units.length;
  return units.length < 2 ? 0 : units.reduce((sum, unit) => sum + (unit.sum - mean) ** 2, 0) / (units.length - 1);
}
