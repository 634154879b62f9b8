import { marginalReturn, STRETCHES_LEAST, type Stretch } from '@touchline/attribution';
import type { BudgetAnswer, BudgetRow } from '../../attribution-answers.js';
import { addDays } from '../../days.js';
import type { Numeric } from '../../reader.js';
import { base, heading, ledgerSql, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { spendByWeek } from '../spend.js';
import { identityOf } from './models.js';

/** Half a year of weeks: enough to see spending change, recent enough to be about today. */
const WEEKS = 26;
const WEEK_DAYS = 7;
const ROWS_MAX = 1_000_000;

/** What a unit more of cost came with, creator by creator. Whoever cost nothing in these weeks is left out: there is no budget to move. */
export async function budgetReport(context: ReportContext): Promise<BudgetAnswer> {
  const weeks = { from: addDays(context.period.to, 1 - WEEKS * WEEK_DAYS), to: context.period.to };
  const within = { ...context, period: weeks };
  const parameters = { ...base(within), limit: ROWS_MAX };
  const [spend, credit] = await Promise.all([
    spendByWeek(within, WEEKS),
    context.reader.query<{ creator_id: string; week: Numeric; revenue_minor: Numeric }>(ledgerSql(context, 'credit_by_week'), parameters),
  ]);
  const courses = new Map<string, Stretch[]>();
  for (const { creator_id, week, cost_minor } of spend) courseOf(courses, creator_id)[week] = { cost_minor, revenue_minor: 0 };
  for (const { creator_id, week, revenue_minor } of credit) {
    const course = courses.get(creator_id);
    if (course !== undefined) course[Number(week)] = { cost_minor: course[Number(week)]?.cost_minor ?? 0, revenue_minor: Number(revenue_minor) };
  }
  const spent = [...courses].filter(([id, course]) => id !== '' && course.some(({ cost_minor }) => cost_minor > 0));
  const names = await namesOf(
    context,
    spent.map(([id]) => id),
  );
  const creators = await Promise.all(spent.map(async ([id, course]): Promise<BudgetRow> => ({ ...identityOf(names, id), ...(await rowOf(course)) })));
  return { ...heading(context), weeks, weeks_least: STRETCHES_LEAST, creators: creators.sort((one, other) => one.name.localeCompare(other.name, 'en')) };
}

function courseOf(courses: Map<string, Stretch[]>, creator_id: string): Stretch[] {
  const known = courses.get(creator_id);
  if (known !== undefined) return known;
  const course = Array.from({ length: WEEKS }, (): Stretch => ({ cost_minor: 0, revenue_minor: 0 }));
  courses.set(creator_id, course);
  return course;
}

async function rowOf(course: readonly Stretch[]): Promise<Omit<BudgetRow, 'creator_id' | 'name' | 'handle' | 'platform'>> {
  const began = course.findIndex(({ cost_minor, revenue_minor }) => cost_minor !== 0 || revenue_minor !== 0);
  // The week something began in is part of a week: less cost there is not spending less.
  const lived = course.slice(began > 0 ? began + 1 : 0);
  const found = await marginalReturn(lived);
  const sums = {
    cost_minor: course.reduce((sum, { cost_minor }) => sum + cost_minor, 0),
    revenue_minor: course.reduce((sum, { revenue_minor }) => sum + revenue_minor, 0),
    weeks: lived.length,
  };
  if (typeof found === 'string') return { ...sums, marginal: null, unknown: found, verdict: 'open' };
  const [low, high] = found.interval;
  return { ...sums, marginal: { slope: found.slope, low, high }, unknown: null, verdict: low > 1 ? 'more' : high < 1 ? 'less' : 'open' };
}
