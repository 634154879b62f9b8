const P99_MS_AIM = 3_000;

/** Ages in milliseconds, ascending, of the clicks that were received from a moment on. */
export function agesOf({ looks, rows }, from_ms) {
  const ages = [];
  const next = new Map();
  // Rows come by partition and offset, and what is seen of a partition only grows: each look is passed once a partition.
  for (const { partition, offset, received_ms } of rows) {
    let index = next.get(partition) ?? 0;
    while (index < looks.length && (looks[index].last.get(partition) ?? -1) < offset) index += 1;
    next.set(partition, index);
    if (received_ms >= from_ms && index < looks.length) ages.push(looks[index].at_ms - received_ms);
  }
  return ages.sort((a, b) => a - b);
}

export function summarize(ages) {
  const at = (share) => ages[Math.min(ages.length - 1, Math.floor(share * ages.length))];
  return { clicks: ages.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: ages.at(-1), aim: { p99_ms: P99_MS_AIM, reached: at(0.99) <= P99_MS_AIM } };
}

export function printReport({ rate, seconds }, measures) {
  process.stdout.write(`${rate} clicks a second for ${seconds} s, from received to visible in ClickHouse\n\n`);
  for (const { log, clicks, p50_ms, p99_ms, max_ms, aim, lost, failed, late_sends, linger } of measures) {
    const waits = Object.entries(linger).map(([name, ms]) => `${name}=${ms}`);
    const state = lost === 0 && failed === 0 ? 'none lost' : `${lost} LOST, ${failed} FAILED`;
    const reached = aim.reached ? 'reached' : 'NOT reached';
    process.stdout.write(
      `${log.padEnd(5)}  p50 ${p50_ms} ms, p99 ${p99_ms} ms (aim: at most ${aim.p99_ms}: ${reached}), max ${max_ms} ms; ${clicks} clicks, ${state}; ${late_sends} ticks late; ${waits.join(', ')}\n`,
    );
  }
}
