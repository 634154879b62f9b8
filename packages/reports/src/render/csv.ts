import { stringify } from 'csv-stringify/sync';
import type { Report } from '../report.js';

const COLUMNS = [
  'as_of',
  'experiment_id',
  'name',
  'grade',
  'title',
  'metric',
  'currency',
  'arm',
  'against',
  'method',
  'scale',
  'estimate',
  'interval_low',
  'interval_high',
  'p',
  'alpha',
  'withheld',
];

/** A row for each effect that is shown, and for each comparison without one; what a spreadsheet would take for a formula is quoted. */
export function renderCsv(report: Report): string {
  const rows = report.results.flatMap((result) => {
    const { experiment_id, name, grade, title, metric, currency, withheld, as_of } = result;
    const head = { as_of, experiment_id, name, grade, title, metric: metric.kind, currency, withheld: withheld.join('; ') };
    if (result.comparisons.length === 0) return [head];
    return result.comparisons.flatMap(({ arm, against, ...effects }) => {
      const { fixed, sequential, adjusted, winsorised, per_order } = effects;
      const shown = Object.entries({ fixed, sequential, adjusted, winsorised, per_order }).flatMap(([method, effect]) => {
        if (effect === null) return [];
        const [interval_low, interval_high] = effect.interval ?? [null, null];
        const { scale, estimate, p, alpha } = effect;
        return [{ ...head, arm, against, method, scale, estimate, interval_low, interval_high, p, alpha }];
      });
      return shown.length > 0 ? shown : [{ ...head, arm, against }];
    });
  });
  return stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true, cast: { number: String } });
}
