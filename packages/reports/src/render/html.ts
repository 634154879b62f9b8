import { type Comparison, type Figure, figureText, intervalText, type LiftResult, money, percent } from '@touchline/evidence';
import { instantInZone } from '@touchline/schedule';
import type { Report } from '../report.js';
import { effectChart } from './chart.js';
import { escapeHtml } from './escape.js';
import { STYLE } from './style.js';

/** A page that is read without scripts and loads nothing. Without charts for mail, whose readers drop SVG. */
export function renderHtml(report: Report, { charts }: { readonly charts: boolean }): string {
  const as_of = instantInZone(new Date(report.as_of), report.time_zone);
  const body =
    report.results.length === 0 ? '<p class="finding">No experiment has started yet.</p>' : report.results.map((each) => section(each, charts)).join('\n');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">',
    `<title>${escapeHtml(report.name)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeHtml(report.name)}</h1>`,
    `<p class="faint">What was known on ${escapeHtml(as_of)}. Workspace ${escapeHtml(report.workspace_id)}.</p>`,
    body,
    pooled(report),
    '</body></html>',
    '',
  ].join('\n');
}

function section(result: LiftResult, charts: boolean): string {
  const { words } = result;
  const wide = result.comparisons.flatMap((comparison) => moneyRows(result, comparison));
  return [
    '<section>',
    `<h2>${escapeHtml(result.name)}</h2>`,
    `<p class="faint"><span class="grade">Grade ${result.grade}</span> ${escapeHtml(result.title)}. It measures ${escapeHtml(result.measures)}.</p>`,
    `<p class="finding${result.withheld.length > 0 ? ' withheld' : ''}">${escapeHtml(words.finding)}</p>`,
    charts ? effectChart(result) : '',
    result.comparisons.some(hasNumber)
      ? `<h3>Effect</h3>${table(
          EFFECT_HEAD,
          result.comparisons.flatMap((each) => effectRows(result, each)),
        )}`
      : '',
    wide.length > 0 ? `<h3>Over all treated units</h3>${table(MONEY_HEAD, wide)}` : '',
    '<h3>Arms</h3>',
    table(
      ARM_HEAD,
      result.arms.map((arm) => [
        text(`${arm.arm}${arm.control ? ' (control)' : ''}`),
        number(String(arm.n)),
        number(arm.conversions === null ? '' : String(arm.conversions)),
        number(meanText(result, arm.mean)),
      ]),
    ),
    '<h3>Guards</h3>',
    table(
      GUARD_HEAD,
      result.guards.map(({ name, passed, detail }) => [text(name), passed ? text('passed') : '<td class="failed">failed</td>', text(detail)]),
    ),
    `<h3>How it was found</h3>${list(words.method)}`,
    `<h3>What would change the grade</h3>${list(words.would_change)}`,
    words.notes.length > 0 ? `<h3>Notes</h3>${list(words.notes)}` : '',
    '</section>',
  ].join('\n');
}

const EFFECT_HEAD = [text('Comparison', 'th'), text('Method', 'th'), number('Effect per unit', 'th'), number('Interval', 'th'), number('p', 'th')];
const MONEY_HEAD = [text('Figure', 'th'), number('Estimate', 'th'), number('Interval', 'th')];
const ARM_HEAD = [text('Arm', 'th'), number('Units', 'th'), number('Conversions', 'th'), number('Per unit', 'th')];
const GUARD_HEAD = [text('Guard', 'th'), text('', 'th'), text('Found', 'th')];

const hasNumber = ({ sequential, fixed }: Comparison) => sequential !== null || fixed !== null;

function effectRows(result: LiftResult, { arm, against, sequential, fixed, adjusted, winsorised }: Comparison): string[][] {
  const shown = [
    ['at the planned end', fixed],
    ['at every look', sequential],
    ['adjusted for the pre-period', adjusted],
    ['outcomes cut at the cap', winsorised],
  ] as const;
  return shown.flatMap(([how, effect]) => {
    if (effect === null) return [];
    const { scale, estimate, interval, p, alpha } = effect;
    const figure = estimate === null ? 'not estimable' : figureText(result, scale, estimate);
    const bounds = interval === null ? '' : `${intervalText(result, scale, interval)} (${percent(1 - alpha)})`;
    return [[text(`${arm} against ${against}`), text(how), number(figure), number(bounds), number(p === null ? '' : p < 0.0001 ? '< 0.0001' : p.toFixed(4))]];
  });
}

function moneyRows({ currency }: LiftResult, { arm, incremental }: Comparison): string[][] {
  if (incremental === null) return [];
  const { conversions, revenue_minor, cost_minor, iroas, cost_per_conversion_minor } = incremental;
  const amount = (minor: number) => money(minor, currency);
  const plain = (value: number) => String(Number(value.toFixed(2)));
  return [
    ...figureRow(`${arm}: incremental conversions`, conversions, plain),
    ...figureRow(`${arm}: incremental revenue`, revenue_minor, amount),
    ...(cost_minor === null ? [] : [[text(`${arm}: cost of what is in scope`), number(amount(cost_minor)), number('')]]),
    ...figureRow(`${arm}: incremental return on the cost`, iroas, plain),
    ...figureRow(`${arm}: cost per incremental conversion`, cost_per_conversion_minor, amount),
  ];
}

function figureRow(name: string, figure: Figure | null, show: (value: number) => string): string[][] {
  if (figure === null) return [];
  const bound = (value: number | null | undefined) => (value == null ? 'open' : show(value));
  return [[text(name), number(show(figure.estimate)), number(figure.interval === null ? '' : `${bound(figure.interval[0])} to ${bound(figure.interval[1])}`)]];
}

function meanText(result: LiftResult, mean: number | null): string {
  if (mean === null) return '';
  if (result.metric.kind === 'conversion_rate') return percent(mean);
  return result.in_money ? money(mean, result.currency) : String(Number(mean.toFixed(4)));
}

function pooled({ pooled: all, results }: Report): string {
  if (all === undefined) return '';
  const named = (id: string) => results.find(({ experiment_id }) => experiment_id === id);
  const any = results[0];
  if (any === undefined) return '';
  const rows = all.members.map(({ experiment_id, estimate, shrunk }) => {
    const result = named(experiment_id) ?? any;
    return [text(result.name), number(figureText(result, all.scale, estimate)), number(figureText(result, all.scale, shrunk))];
  });
  const head = [text('Experiment', 'th'), number('As measured', 'th'), number('Drawn towards the mean', 'th')];
  const order = all.ranking_allowed ? '' : '<p class="finding">The experiments differ no more than chance makes them: no order of them is shown.</p>';
  return `<section><h2>All together (${escapeHtml(all.metric)})</h2>${order}${table(head, rows)}</section>`;
}

function text(value: string, tag: 'td' | 'th' = 'td'): string {
  return `<${tag}>${escapeHtml(value)}</${tag}>`;
}

function number(value: string, tag: 'td' | 'th' = 'td'): string {
  return `<${tag} class="number">${escapeHtml(value)}</${tag}>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p class="faint">None.</p>';
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('')}</tbody></table>`;
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
}
