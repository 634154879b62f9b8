const RATIO_AIM = 0.3;
const P99_MS_AIM = 25;
/** nginx waits for nobody: when it did not have its core to itself, neither did the tracker, and the ratio says nothing. */
const NGINX_BUSY_LEAST = 0.8;

/** What a run says: per server the medians of its rounds, the ratio, and whether the log holds what was answered. */
export function summarize(plan, rounds, logged) {
  const servers = Object.fromEntries(['nginx', 'tracker'].flatMap((name) => summaryOf(name, rounds)));
  const ratio = servers.nginx === undefined ? undefined : servers.tracker.requests_per_second / servers.nginx.requests_per_second;
  const trusted = ratio !== undefined && servers.nginx.core_busy >= NGINX_BUSY_LEAST;
  return {
    plan,
    servers,
    ratio,
    aim: {
      ratio: RATIO_AIM,
      p99_ms: P99_MS_AIM,
      reached: trusted ? ratio >= RATIO_AIM && servers.tracker.p99_ms <= P99_MS_AIM : undefined,
    },
    moving: movingOf(servers, logged),
    clicks: {
      answered: servers.tracker.answers,
      logged: logged.records,
      // Answers that were under way when a round ended are in the log, but wrk does not count them.
      lost: Math.max(0, servers.tracker.answers - logged.distinct),
      doubled: logged.records - logged.distinct,
    },
    rounds,
  };
}

/** What it costs to move a click from the journal to where the log is read, and the ratio if the tracker's core had to do it as well. */
function movingOf({ nginx, tracker }, logged) {
  const us_per_click = logged.moving_us / logged.records;
  const tracker_us = (1_000_000 * tracker.core_busy) / tracker.requests_per_second;
  const ratio_on_one_core = nginx === undefined ? undefined : 1_000_000 / (tracker_us + us_per_click) / (nginx.requests_per_second / nginx.core_busy);
  return { us_per_click, tracker_us, ratio_on_one_core };
}

function summaryOf(name, rounds) {
  const own = rounds.filter(({ server }) => server === name);
  if (own.length === 0) return [];
  const middle = (key) => median(own.map((round) => round[key]));
  const summary = {
    requests_per_second: middle('requests_per_second'),
    p50_ms: middle('p50_ms'),
    p99_ms: middle('p99_ms'),
    max_ms: Math.max(...own.map(({ max_ms }) => max_ms)),
    core_busy: middle('core_busy'),
    answers: own.reduce((sum, { answers }) => sum + answers, 0),
    failed: own.reduce((sum, { failed }) => sum + failed, 0),
  };
  return [[name, summary]];
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export function printReport({ plan, servers, ratio, aim, moving, clicks }) {
  const rows = Object.entries(servers).map(([name, each]) => [
    name,
    Math.round(each.requests_per_second).toLocaleString('en'),
    each.p50_ms.toFixed(2),
    each.p99_ms.toFixed(2),
    each.max_ms.toFixed(1),
    `${Math.round(each.core_busy * 100)} %`,
    String(each.failed),
  ]);
  const head = ['', 'requests/s', 'p50 ms', 'p99 ms', 'max ms', 'core busy', 'failed'];
  const widths = head.map((_title, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const lines = [head, ...rows].map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '));
  process.stdout.write(
    `${plan.links} links, ${plan.connections} connections, medians of ${plan.rounds} rounds of ${plan.seconds} s\n\n${lines.join('\n')}\n\n`,
  );
  if (ratio !== undefined) {
    const reached = aim.reached === undefined ? 'NOT JUDGED, other work was on the cores' : aim.reached ? 'reached' : 'NOT reached';
    process.stdout.write(`ratio ${ratio.toFixed(2)} of nginx (aim: at least ${aim.ratio}, p99 at most ${aim.p99_ms} ms: ${reached})\n`);
  }
  const together = moving.ratio_on_one_core === undefined ? '' : `; on the tracker's core as well the ratio would be ${moving.ratio_on_one_core.toFixed(2)}`;
  const each = `${moving.us_per_click.toFixed(1)} µs of processor time a click beside the tracker's ${moving.tracker_us.toFixed(1)}`;
  process.stdout.write(`moving from the journal to where the log is read: ${each}${together}\n`);
  const state = clicks.lost === 0 && clicks.doubled === 0 ? 'none lost, none doubled' : `${clicks.lost} LOST, ${clicks.doubled} DOUBLED`;
  process.stdout.write(`clicks: ${clicks.answered} answered, ${clicks.logged} in the log: ${state}\n`);
}
