// Redirects a second: the tracker, every click on disk before its 302, beside nginx, which keeps nothing that a crash would spare.
//
//   npm run bench -- redirect [--json] [--links 10000] [--connections 64] [--seconds 6] [--rounds 4] [--folder FOLDER]
//
// Both sides in one run: the same links, the same requests (a phone's in-app browser, one visitor in two known by a cookie), the
// same load (wrk, random links), the server alone on one core and the load on another, rounds in turn A B A B after a warm-up.
//
// Traps, so that nobody reads more into the numbers than they say:
// - Loopback and kept-alive connections: no network, no TLS, no new connection per click. Real clicks mostly open their own.
// - nginx looks a link up in a map compiled into its configuration, writes 64 KiB of access log at a time and forgets up to that
//   much in a crash. It makes no click id, sets no cookie, judges no user agent, adds none of our headers. The tracker does all
//   of that, and its links can be changed while it runs.
// - `core busy` says how much of its core each server used. Below about 90 % the load, not the server, was the limit: then the
//   ratio says too much for the slower side.
// - The tracker's core also carries its threads that write and flush; what the disk does meanwhile costs no core, but is in p99.
// - With `--folder /dev/shm` the journal lies in memory: nothing is kept there, but the difference is what this machine's disk costs.
// - A click is on disk, in the tracker's journal, before its 302. That whoever reads the log moves it to where it is indexed is not the
//   tracker's work and not in the ratio; `moving` says what it costs, and what the ratio would be if the tracker's core did that, too.
// - Fewer than two cores, or other work on them, and the numbers are worth nothing; only the ratio of one run means something.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../../infra/scripts/options.mjs';
import { missingTools } from './redirect/cores.mjs';
import { measure } from './redirect/load.mjs';
import { startNginx } from './redirect/nginx.mjs';
import { printReport, summarize } from './redirect/report.mjs';
import { countClicks, startTracker } from './redirect/tracker.mjs';

const values = readOptions(fileURLToPath(import.meta.url), {
  json: { type: 'boolean', default: false },
  links: { type: 'string', default: '10000' },
  connections: { type: 'string', default: '64' },
  seconds: { type: 'string', default: '6' },
  rounds: { type: 'string', default: '4' },
  folder: { type: 'string', default: tmpdir() },
});
const plan = { links: Number(values.links), connections: Number(values.connections), seconds: Number(values.seconds), rounds: Number(values.rounds) };
const WARM_UP_SECONDS = 2;

const say = (line) => process.stderr.write(`${line}\n`);

const missing = missingTools();
if (missing.fatal !== undefined) {
  say(`skipped: ${missing.fatal}`);
  process.exit(0);
}

const folder = mkdtempSync(join(values.folder, 'touchline-bench-'));
const servers = [];
try {
  say(`making ${plan.links} links …`);
  const tracker = await startTracker(folder, plan.links);
  servers.push(tracker);
  if (missing.nginx === undefined) servers.unshift(await startNginx(folder, plan.links));
  else say(`nginx skipped: ${missing.nginx}`);
  for (const server of servers) await measure(server, { ...plan, seconds: WARM_UP_SECONDS });
  const before = await countClicks(folder);
  const rounds = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const server of servers) {
      const result = await measure(server, plan);
      rounds.push({ server: server.name, round, ...result });
      say(`round ${round}/${plan.rounds} ${server.name}: ${Math.round(result.requests_per_second)} requests/s, p99 ${result.p99_ms.toFixed(2)} ms`);
    }
  }
  for (const server of servers) await server.stop();
  const after = await countClicks(folder);
  const logged = { records: after.records - before.records, distinct: after.distinct - before.distinct, moving_us: after.moving_us };
  const report = summarize(plan, rounds, logged);
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else printReport(report);
  process.exitCode = report.clicks.lost > 0 || report.clicks.doubled > 0 ? 1 : 0;
} finally {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
