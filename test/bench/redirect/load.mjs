import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LOAD_CORE, onCore, processorSeconds } from './cores.mjs';

const SCRIPT = fileURLToPath(new URL('load.lua', import.meta.url));

/** One round of load on a server: what wrk counted, and how busy the server's core was. */
export async function measure(server, { links, connections, seconds }) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', SCRIPT, server.url, '--', String(links)];
  const [command, commandArgs] = onCore(LOAD_CORE, 'wrk', args);
  const before = processorSeconds(server.pid);
  const started_ms = performance.now();
  const output = await run(command, commandArgs);
  const busy = (processorSeconds(server.pid) - before) / ((performance.now() - started_ms) / 1_000);
  const line = /^RESULT (\{.*\})$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`wrk said: ${output}`);
  const { answers, duration_us, p50_us, p99_us, max_us, failed } = JSON.parse(line);
  return {
    answers,
    failed,
    requests_per_second: answers / (duration_us / 1_000_000),
    p50_ms: p50_us / 1_000,
    p99_ms: p99_us / 1_000,
    max_ms: max_us / 1_000,
    core_busy: busy,
  };
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`wrk ended with ${code}: ${output}`))));
  });
}
