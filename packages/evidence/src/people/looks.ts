const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** Each costs as much as the sums of the arms do. */
const LOOKS_MAX = 12;
/** Shorter experiments are looked at by the day. */
const WEEKLY_FROM_DAYS = 21;

interface Planned {
  readonly started_at: string;
  readonly planned_end: string;
}

/**
 * The instants between start and planned end at which an experiment is looked at: ends of full weeks, of days where it is short, at most
 * twelve. They follow from what was fixed at the start, so that nobody chooses them by what is seen.
 */
export function lookInstants({ started_at, planned_end }: Planned): Date[] {
  const [start_ms, end_ms] = [Date.parse(started_at), Date.parse(planned_end)];
  const days = (end_ms - start_ms) / DAY_MS;
  const unit = days >= WEEKLY_FROM_DAYS ? WEEK_DAYS : 1;
  const step_ms = unit * Math.max(1, Math.ceil(days / unit / LOOKS_MAX)) * DAY_MS;
  const instants: Date[] = [];
  for (let at_ms = start_ms + step_ms; at_ms < end_ms; at_ms += step_ms) instants.push(new Date(at_ms));
  return instants;
}

/** How far an experiment had come by an instant, as a share of its planned time. */
export function shareOfTime({ started_at, planned_end }: Planned, at: Date): number {
  return (at.getTime() - Date.parse(started_at)) / (Date.parse(planned_end) - Date.parse(started_at));
}
