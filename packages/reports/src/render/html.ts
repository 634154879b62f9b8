import { figureText, type LiftResult, money, percent } from '@touchline/evidence';
import { instantInZone } from '@touchline/schedule';
import type { Report } from '../report.js';
import { effectChart } from './charts/effects.js';
import { escapeHtml } from './escape.js';
import { list, number, table, text } from './sections/cells.js';
import { effectsSection } from './sections/effects.js';
import { viewsSection } from './sections/views.js';
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
  return [
    '<section>',
    `<h2>${escapeHtml(result.name)}</h2>`,
    `<p class="faint"><span class="grade">Grade ${result.grade}</span> ${escapeHtml(result.title)}. It measures ${escapeHtml(result.measures)}.</p>`,
    `<p class="finding${result.withheld.length > 0 ? ' withheld' : ''}">${escapeHtml(words.finding)}</p>`,
    charts ? effectChart(result) : '',
    effectsSection(result),
    viewsSection(result, charts),
    '<h3>Arms</h3>',
    armsTable(result),
    '<h3>Guards</h3>',
    table(
      GUARD_HEAD,
      result.guards.map(({ name, passed, detail }) => [
        text(name.replaceAll('_', ' ')),
        passed ? text('passed') : '<td class="failed">failed</td>',
        text(detail),
      ]),
    ),
    `<h3>How it was found</h3>${list(words.method)}`,
    `<h3>What would change the grade</h3>${list(words.would_change)}`,
    words.notes.length > 0 ? `<h3>Notes</h3>${list(words.notes)}` : '',
    '</section>',
  ].join('\n');
}

const GUARD_HEAD = [text('Guard', 'th'), text('', 'th'), text('Found', 'th')];

/** Columns that no arm has a figure for are left out. */
function armsTable(result: LiftResult): string {
  const { arms } = result;
  const [counted, told] = [arms.some(({ conversions }) => conversions !== null), arms.some(({ mean }) => mean !== null)];
  const head = [text('Arm', 'th'), number('Units', 'th'), ...(counted ? [number('Conversions', 'th')] : []), ...(told ? [number('Per unit', 'th')] : [])];
  const rows = arms.map(({ arm, control, n, conversions, mean }) => [
    text(`${arm}${control && arm !== 'control' ? ' (control)' : ''}`),
    number(String(n)),
    ...(counted ? [number(conversions === null ? '' : String(conversions))] : []),
    ...(told ? [number(meanText(result, mean))] : []),
  ]);
  return table(head, rows);
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
