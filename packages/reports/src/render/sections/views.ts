import { type AssociationView, type Comparison, figureText, type LiftResult, type LotteryView, type MarketView, percent } from '@touchline/evidence';
import { courseChart } from '../charts/course.js';
import { lotteryChart } from '../charts/lottery.js';
import { marketCharts } from '../charts/markets.js';
import { escapeHtml } from '../escape.js';
import { list, number, plain, table, text } from './cells.js';

/** What stands behind a comparison's figure: its course, markets with what they are compared with, the draw, or the people compared. */
export function viewsSection(result: LiftResult, charts: boolean): string {
  return result.comparisons.map((comparison) => viewsOf(result, comparison, charts)).join('\n');
}

function viewsOf(result: LiftResult, comparison: Comparison, charts: boolean): string {
  const { markets, lottery, association, arm } = comparison;
  const amount = (value: number) => figureText({ ...result, effect_per: result.unit }, 'absolute', value).replace(/^\+/, '');
  const course = charts ? courseChart(result, comparison) : '';
  return [
    course === '' ? '' : `<h3>How the effect came about: ${escapeHtml(arm)}</h3>${course}`,
    markets === null ? '' : marketsPart(markets, charts, amount),
    lottery === null ? '' : lotteryPart(lottery, charts, amount),
    association === null ? '' : associationPart(result, association),
  ].join('\n');
}

const LEGEND = '<p class="faint">Solid: what was. Dashed: what the compared markets foretell without the difference. Upright: the first day that counts.</p>';

function marketsPart(view: MarketView, charts: boolean, amount: (value: number) => string): string {
  const { large, small } = charts ? marketCharts(view, amount) : { large: '', small: [] };
  const multiples = small.length === 0 ? '' : `<div class="multiples">${small.map((svg) => `<div>${svg}</div>`).join('')}</div>`;
  const drawn = large === '' ? '' : `<h3>Actual against expected</h3>${LEGEND}${large}${multiples}`;
  const checks = checksOf(view);
  const weights = view.weights.length === 0 ? '' : `<h3>What it is compared with</h3>${table(WEIGHT_HEAD, weightRows(view))}`;
  return [drawn, weights, checks.length === 0 ? '' : list(checks)].join('\n');
}

const WEIGHT_HEAD = [text('Market', 'th'), number('Weight', 'th')];
const weightRows = ({ weights }: MarketView) => weights.map(({ market, weight }) => [text(market), number(percent(weight))]);

function checksOf({ placebo_in_space: space, placebo_in_time: time, conformal_p, effective_donors, weights }: MarketView): string[] {
  const [largest] = weights;
  return [
    ...(space === null
      ? []
      : [
          `Placebo in space: rank ${space.rank} of ${space.of} markets, each taken for treated in turn; p ${plain(space.p)}, and none below ${plain(space.smallest_possible_p)} is possible.`,
        ]),
    ...(time === null ? [] : [`Placebo in time: had it begun on ${time.from}, when nothing did, rank ${time.rank} of ${time.of}; p ${plain(time.p)}.`]),
    ...(conformal_p === null ? [] : [`By reordering the days: p ${plain(conformal_p.iid)}, in blocks ${plain(conformal_p.block)}.`]),
    ...(effective_donors === null || largest === undefined
      ? []
      : [`The largest weight is ${percent(largest.weight)} (${largest.market}); as concentrated as ${plain(effective_donors)} markets of equal weight.`]),
  ];
}

const KINDS: Readonly<Record<LotteryView['kind'], string>> = {
  complete: 'drawn all together',
  stratified: 'drawn within strata',
  matched_pairs: 'drawn within matched pairs',
  stepped_wedge: 'drawn in the order of starting',
};

function lotteryPart(view: LotteryView, charts: boolean, amount: (value: number) => string): string {
  const chart = charts ? lotteryChart(view, amount) : '';
  const counted = view.exact ? 'every one there could have been' : 'drawn from those there could have been';
  const sentence = `The draw is the test: units were ${KINDS[view.kind]}, and the effect is held against ${view.assignments} assignments, ${counted}. No p below ${plain(view.smallest_possible_p)} is possible.`;
  return `<h3>Units as they were drawn</h3><p class="faint">${escapeHtml(sentence)}</p>${chart}`;
}

const ESTIMATOR_HEAD = [text('Estimator', 'th'), number('Difference', 'th'), number('Standard error', 'th')];
const BALANCE_HEAD = [text('Known from before', 'th'), number('Apart before weighting', 'th'), number('After', 'th')];

function associationPart(result: LiftResult, view: AssociationView): string {
  const { estimators, balance, placebo, exposed, unexposed, outside_overlap, effective_sample_size, e_value } = view;
  const figure = (value: number) => figureText(result, 'absolute', value);
  const found = estimators.map(({ name, estimate, standard_error }) => [
    text(name),
    number(figure(estimate)),
    number(standard_error === null ? '' : figure(standard_error).replace(/^\+/, '')),
  ]);
  const apart = balance.map(({ covariate, before, after }) => [text(covariate.replaceAll('_', ' ')), number(plain(before)), number(plain(after))]);
  const lines = [
    `${exposed} exposed and ${unexposed} others; ${percent(outside_overlap)} have no counterpart and are left out; the others count as ${Math.round(effective_sample_size)} people would.`,
    ...(placebo === null
      ? []
      : [`On outcomes from before any exposure the same method finds ${figure(placebo.estimate)} (p ${plain(placebo.p)}); there should be nothing.`]),
    ...(e_value === null
      ? []
      : [`An unmeasured cause would have to make exposure and outcome ${plain(e_value)} times as likely to explain all of it (E-value).`]),
  ];
  return `<h3>Estimators side by side</h3>${table(ESTIMATOR_HEAD, found)}<h3>How alike the groups are</h3>${table(BALANCE_HEAD, apart)}${list(lines)}`;
}
