import { type Comparison, type Figure, figureText, intervalText, type LiftResult, money, percent } from '@touchline/evidence';
import { number, plain, pText, table, text } from './cells.js';

const EFFECT_HEAD = [text('Comparison', 'th'), text('Method', 'th'), number('Effect', 'th'), number('Interval', 'th'), number('p', 'th')];
const MONEY_HEAD = [text('Figure', 'th'), number('Estimate', 'th'), number('Interval', 'th')];
const LOOK_HEAD = [
  ...[text('Look', 'th'), number('Of the plan', 'th'), number('Effect', 'th'), number('Interval', 'th')],
  ...[number('z', 'th'), number('Boundary', 'th'), text('Crossed', 'th')],
];

/** Effects, planned looks, chances, and what it comes to over all treated units: each where there is one. */
export function effectsSection(result: LiftResult): string {
  const effects = result.comparisons.flatMap((comparison) => effectRows(result, comparison));
  if (effects.length === 0) return '';
  const heading = result.grade === 'C' ? 'Adjusted association, not incremental' : `Effect per ${result.effect_per}`;
  const totals = result.comparisons.flatMap((comparison) => moneyRows(result, comparison));
  return [
    `<h3>${heading}</h3>${table(EFFECT_HEAD, effects)}`,
    ...result.comparisons.filter(({ looks }) => looks.length > 0).map((comparison) => looksTable(result, comparison)),
    ...result.comparisons.map((comparison) => chances(result, comparison)),
    totals.length > 0 ? `<h3>Over all treated units</h3>${table(MONEY_HEAD, totals)}` : '',
  ].join('\n');
}

function effectRows(result: LiftResult, { arm, against, sequential, fixed, adjusted, winsorised, per_order }: Comparison): string[][] {
  const shown = [
    ['at the planned end', fixed],
    ['at every look', sequential],
    ['adjusted for the pre-period', adjusted],
    ['outcomes cut at the cap', winsorised],
    ['revenue per order', per_order],
  ] as const;
  return shown.flatMap(([how, effect]) => {
    if (effect === null) return [];
    const { scale, estimate, interval, p, alpha } = effect;
    const figure = estimate === null ? 'not estimable' : figureText(result, scale, estimate);
    const bounds = interval === null ? '' : `${intervalText(result, scale, interval)} (${percent(1 - alpha)})`;
    return [[text(`${arm} against ${against}`), text(how), number(figure), number(bounds), number(pText(p))]];
  });
}

function looksTable(result: LiftResult, { arm, looks, fixed, sequential }: Comparison): string {
  const scale = (fixed ?? sequential)?.scale ?? 'absolute';
  const rows = looks.map(({ at, share, estimate, interval, z, boundary, crossed }) => [
    text(at.slice(0, 10)),
    number(percent(share)),
    number(estimate === null ? '' : figureText(result, scale, estimate)),
    number(interval === null ? '' : intervalText(result, scale, interval)),
    number(z === null ? '' : plain(z)),
    number(boundary === null ? 'none' : plain(boundary)),
    text(crossed ? 'yes' : 'no'),
  ]);
  return `<h3>Planned looks: ${text(arm).replaceAll(/<\/?td>/g, '')}</h3>${table(LOOK_HEAD, rows)}`;
}

/** The posterior in a sentence, with the prior that it stands on. */
function chances(result: LiftResult, { arm, against, bayesian }: Comparison): string {
  if (bayesian === null) return '';
  const { prior, probability_better, interval, scale, expected_loss } = bayesian;
  const within = intervalText(result, scale, interval);
  const sentence = `In chances: ${arm} is better than ${against} with a probability of ${percent(probability_better)}; the effect lies within ${within} with the interval’s probability. Taking ${arm} although ${against} is better would cost ${figureText(result, scale, expected_loss.treatment).replace(/^\+/, '')} per ${result.effect_per} on average. Prior: ${prior}. Unlike the interval above this is not valid at every look.`;
  return `<p class="faint">${text(sentence).replaceAll(/<\/?td>/g, '')}</p>`;
}

function moneyRows({ currency }: LiftResult, { arm, incremental }: Comparison): string[][] {
  if (incremental === null) return [];
  const { conversions, revenue_minor, cost_minor, iroas, cost_per_conversion_minor } = incremental;
  const amount = (minor: number) => money(minor, currency);
  const rounded = (value: number) => String(Number(value.toFixed(2)));
  return [
    ...figureRow(`${arm}: incremental outcomes`, conversions, rounded),
    ...figureRow(`${arm}: incremental revenue`, revenue_minor, amount),
    ...(cost_minor === null ? [] : [[text(`${arm}: cost of what is in scope`), number(amount(cost_minor)), number('')]]),
    ...figureRow(`${arm}: incremental return on the cost`, iroas, rounded),
    ...figureRow(`${arm}: cost per incremental outcome`, cost_per_conversion_minor, amount),
  ];
}

function figureRow(name: string, figure: Figure | null, show: (value: number) => string): string[][] {
  if (figure === null) return [];
  const bound = (value: number | null | undefined) => (value == null ? 'open' : show(value));
  return [[text(name), number(show(figure.estimate)), number(figure.interval === null ? '' : `${bound(figure.interval[0])} to ${bound(figure.interval[1])}`)]];
}
