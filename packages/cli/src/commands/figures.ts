import { consoleUrl, loadConfig } from '@touchline/runtime';
import type { Command } from 'commander';
import { askApi } from '../clients/api.js';
import { print, printJson, printTable } from '../output.js';
import { wholeNumber } from '../whole-number.js';

const DAY_MS = 86_400_000;

interface Options {
  readonly workspace: string;
  readonly level: string;
  readonly model: string;
  readonly days: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** As much of the console's answer as is printed; --json prints all of it. */
interface Figures {
  readonly revenue_minor: number;
  readonly investment_minor: number;
  readonly roas: number | null;
  readonly cpa_minor: number | null;
  readonly clicks: number;
  readonly visitors: number;
  readonly impressions: number;
  readonly ctr: number | null;
  readonly cvr: number | null;
  readonly engagement_rate_by_followers: number | null;
  readonly emv_minor: number | null;
}

interface Answer {
  readonly currency: string;
  readonly rows: readonly (Figures & { readonly scope: string })[];
  readonly total: Figures;
  readonly mer: number | null;
}

/** The console's figures for a terminal or a script. */
export function figuresCommand(command: Command): void {
  command
    .option('--workspace <id>', 'whose figures', 'default')
    .option('--level <name>', 'creator, campaign, platform, post or link', 'creator')
    .option('--model <name>', 'by whose credit: first, last, linear …', 'first')
    .option('--days <number>', 'the last so many days', '30')
    .option('--limit <number>', 'most rows to print', '50')
    .option('--json', 'one JSON document, every figure and row')
    .action(async (options: Options) => {
      const [days, limit] = [wholeNumber(options.days, '--days'), wholeNumber(options.limit, '--limit')];
      const answer = await ask(options, days);
      if (options.json) return printJson(answer);
      printTable([...answer.rows.slice(0, limit).map((row) => lineOf(row.scope === '' ? '(none)' : row.scope, row)), lineOf('total', answer.total)]);
      print(`money in minor units of ${answer.currency}; credited figures are attributed, not incremental (grade D); EMV is no revenue`);
      print(`all revenue / all investment (MER): ${answer.mer === null ? 'no investment' : answer.mer.toFixed(2)}`);
      if (answer.rows.length > limit) print(`${answer.rows.length - limit} more: --limit, or --json for all`);
    });
}

function ask({ workspace, level, model }: Options, days: number): Promise<Answer> {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const query = new URLSearchParams({ from: day(Date.now() - (days - 1) * DAY_MS), to: day(Date.now()), level, model });
  const url = `${consoleUrl(loadConfig())}/api/${encodeURIComponent(workspace)}/attribution/figures?${query}`;
  const key = process.env['TOUCHLINE_KEY'];
  return askApi<Answer>({ method: 'GET', url, ...(key === undefined || key === '' ? {} : { token: key }) });
}

function lineOf(scope: string, of: Figures): Record<string, string | number> {
  const { revenue_minor, investment_minor, clicks, visitors, impressions } = of;
  return {
    scope,
    revenue_minor,
    investment_minor,
    roas: fixed(of.roas),
    cpa_minor: fixed(of.cpa_minor, 0),
    clicks,
    visitors,
    cvr: percent(of.cvr),
    impressions,
    ctr: percent(of.ctr),
    engagement: percent(of.engagement_rate_by_followers),
    emv_minor: fixed(of.emv_minor, 0),
  };
}

const fixed = (value: number | null, digits = 2) => (value === null ? '' : value.toFixed(digits));
const percent = (ratio: number | null) => (ratio === null ? '' : `${(ratio * 100).toFixed(2)}%`);
