/** A straight line through points, with what is needed to tell how sure its forecasts are. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  /** Points − 2. */
  readonly df: number;
  /** Of the residuals. */
  readonly variance: number;
  readonly residuals: readonly number[];
  readonly n: number;
  readonly x_mean: number;
  /** Σ(x − x̄)². */
  readonly x_squares: number;
  readonly correlation: number;
}

/** Ordinary least squares y = a + bx; nothing when fewer than three points or all x alike. */
export function lineThrough(x: readonly number[], y: readonly number[]): Line | undefined {
  const n = x.length;
  const [x_mean, y_mean] = [average(x), average(y)];
  let [x_squares, y_squares, products] = [0, 0, 0];
  x.forEach((value, index) => {
    const [dx, dy] = [value - x_mean, (y[index] ?? 0) - y_mean];
    x_squares += dx * dx;
    y_squares += dy * dy;
    products += dx * dy;
  });
  if (n < 3 || !(x_squares > 1e-18 * n * x_mean * x_mean)) return undefined;
  const slope = products / x_squares;
  const intercept = y_mean - slope * x_mean;
  const residuals = x.map((value, index) => (y[index] ?? 0) - intercept - slope * value);
  const variance = residuals.reduce((sum, residual) => sum + residual * residual, 0) / (n - 2);
  const correlation = y_squares > 0 ? products / Math.sqrt(x_squares * y_squares) : 0;
  return { intercept, slope, df: n - 2, variance, residuals, n, x_mean, x_squares, correlation };
}

/** Durbin and Watson's statistic: near 2 when residuals do not lean on the ones before them. */
export function durbinWatson(residuals: readonly number[]): number {
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  const steps = residuals.slice(1).reduce((sum, residual, index) => sum + (residual - (residuals[index] ?? 0)) ** 2, 0);
  return squares > 0 ? steps / squares : 2;
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
