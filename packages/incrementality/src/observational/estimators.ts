import { subset } from './design-matrix.js';
import { forecast, leastSquares, solveSymmetric, weightedProducts } from './least-squares.js';
import { rowsWhere, type Sample } from './sample.js';

export interface Estimate {
  readonly estimate: number;
  readonly standard_error: number;
}

/** A mean of terms with the influence of each person on it: the standard error is the root of their mean square over n. */
function fromInfluence(estimate: number, influence: readonly number[]): Estimate {
  const squares = influence.reduce((sum, value) => sum + value * value, 0);
  return { estimate, standard_error: Math.sqrt(squares) / influence.length };
}

/** Mean of the exposed less mean of the others, Welch's standard error: nothing is adjusted for. */
export function naive({ treated, outcome }: Pick<Sample, 'treated' | 'outcome'>): Estimate {
  const arm = (wanted: number): { mean: number; error: number } => {
    const values = rowsWhere(treated, wanted).map((row) => outcome[row] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, error: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length };
  };
  const [exposed, others] = [arm(1), arm(0)];
  return { estimate: exposed.mean - others.mean, standard_error: Math.sqrt(exposed.error + others.error) };
}

/** Outcomes a linear model fitted to one group foretells for everybody. */
function outcomeModel({ design, treated, outcome }: Sample, group: number): number[] {
  const rows = rowsWhere(treated, group);
  return forecast(
    design.rows,
    leastSquares(
      subset(design, rows).rows,
      rows.map((row) => outcome[row] ?? 0),
    ),
  );
}

/**
 * Doubly robust effect on the exposed: mean of [T(Y − μ₀) − (1 − T)·e/(1 − e)·(Y − μ₀)] over P(T), standard error by the influence
 * function. Right when either the propensity or the outcome model is. Robins, Rotnitzky, Zhao 1994.
 */
export function aipwAtt(sample: Sample): Estimate {
  const { treated, outcome, propensity } = sample;
  const without = outcomeModel(sample, 0);
  const share = treated.reduce((sum, own) => sum + own, 0) / treated.length;
  const terms = treated.map((own, row) => {
    const residual = (outcome[row] ?? 0) - (without[row] ?? 0);
    const odds = (propensity[row] ?? 0) / (1 - (propensity[row] ?? 0));
    return own * residual - (1 - own) * odds * residual;
  });
  const estimate = terms.reduce((sum, term) => sum + term, 0) / treated.length / share;
  return fromInfluence(
    estimate,
    terms.map((term, row) => (term - (treated[row] ?? 0) * estimate) / share),
  );
}

/** Doubly robust effect on everybody: mean of μ₁ − μ₀ + T(Y − μ₁)/e − (1 − T)(Y − μ₀)/(1 − e). */
export function aipwAte(sample: Sample): Estimate {
  const { treated, outcome, propensity } = sample;
  const [without, exposed] = [outcomeModel(sample, 0), outcomeModel(sample, 1)];
  const terms = treated.map((own, row) => {
    const [y, e, m0, m1] = [outcome[row] ?? 0, propensity[row] ?? 0, without[row] ?? 0, exposed[row] ?? 0];
    return m1 - m0 + (own * (y - m1)) / e - ((1 - own) * (y - m0)) / (1 - e);
  });
  const estimate = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  return fromInfluence(
    estimate,
    terms.map((term) => term - estimate),
  );
}

/** Effect on the exposed: their mean less the others', weighted by e/(1 − e) (Hajek: the weights sum to 1). */
export function ipwAtt(sample: Sample): Estimate {
  return weighted(sample, {
    exposed: () => ({ weight: 1, slope: 0 }),
    others: (e) => ({ weight: e / (1 - e), slope: e / (1 - e) }),
  });
}

/** Effect on everybody: the exposed weighted by 1/e, the others by 1/(1 − e) (Hajek). */
export function ipwAte(sample: Sample): Estimate {
  return weighted(sample, {
    exposed: (e) => ({ weight: 1 / e, slope: -(1 - e) / e }),
    others: (e) => ({ weight: 1 / (1 - e), slope: e / (1 - e) }),
  });
}

/** A weight, and how it moves with the logit of the propensity. */
type Weighing = (propensity: number) => { readonly weight: number; readonly slope: number };

/** Weighted means' difference; the standard error counts that the propensity is itself estimated (Lunceford, Davidian 2004). */
function weighted(sample: Sample, weighing: { exposed: Weighing; others: Weighing }): Estimate {
  const { design, treated, outcome, propensity } = sample;
  const influence = treated.map(() => 0);
  const gradient = Array.from({ length: design.rows.columns }, () => 0);
  let estimate = 0;
  for (const [group, sign, weigh] of [[1, 1, weighing.exposed] as const, [0, -1, weighing.others] as const]) {
    const rows = rowsWhere(treated, group);
    const own = rows.map((row) => weigh(propensity[row] ?? 0));
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    const mean = rows.reduce((sum, row, place) => sum + (own[place]?.weight ?? 0) * (outcome[row] ?? 0), 0) / total;
    estimate += sign * mean;
    rows.forEach((row, place) => {
      const residual = (outcome[row] ?? 0) - mean;
      influence[row] = (sign * (own[place]?.weight ?? 0) * residual * treated.length) / total;
      gradient.forEach((value, column) => {
        gradient[column] = value + (sign * (own[place]?.slope ?? 0) * residual * design.rows.get(row, column)) / total;
      });
    });
  }
  const information = weightedProducts(
    design.rows,
    propensity.map((e) => e * (1 - e)),
  );
  const direction = solveSymmetric(information, gradient);
  const scores = forecast(design.rows, direction);
  return fromInfluence(
    estimate,
    influence.map((value, row) => value + treated.length * (scores[row] ?? 0) * ((treated[row] ?? 0) - (propensity[row] ?? 0))),
  );
}

/** Effect on the exposed: their outcomes less what a linear model of the others foretells for them; standard error by its influence function. */
export function regressionAdjustmentAtt(sample: Sample): Estimate {
  const { design, treated, outcome } = sample;
  const without = outcomeModel(sample, 0);
  const exposed = rowsWhere(treated, 1);
  const share = exposed.length / treated.length;
  const estimate = exposed.reduce((sum, row) => sum + (outcome[row] ?? 0) - (without[row] ?? 0), 0) / exposed.length;
  const means = Array.from(
    { length: design.rows.columns },
    (_, column) => exposed.reduce((sum, row) => sum + design.rows.get(row, column), 0) / exposed.length,
  );
  const direction = solveSymmetric(
    weightedProducts(
      design.rows,
      treated.map((own) => 1 - own),
    ),
    means,
  );
  const reach = forecast(design.rows, direction);
  return fromInfluence(
    estimate,
    treated.map((own, row) => {
      const residual = (outcome[row] ?? 0) - (without[row] ?? 0);
      return own === 1 ? (residual - estimate) / share : -treated.length * (reach[row] ?? 0) * residual;
    }),
  );
}
