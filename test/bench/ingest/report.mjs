const RATE_AIM = 2;
const PROCESSOR_AIM = 1 / 3;
const MEBIBYTE = 1_048_576;

/** What a run says: for each side the medians of its rounds, how they compare, and whether both stored the same, each click once. */
export function summarize(plan, bytes, measures) {
  const [ours, engine] = ['ours', 'engine'].map((side) => medians(measures.filter((measure) => measure.side === side)));
  const contents = measures.map(({ content }) => content);
  return {
    plan: { ...plan, bytes_per_event: bytes / plan.events },
    ours,
    engine,
    ratio: compare(ours, engine),
    rows: {
      isWhole: contents.every(({ rows, clicks }) => rows === plan.events && clicks === plan.events),
      isEqual: new Set(contents.map(({ digest }) => digest)).size === 1,
    },
    measures,
  };
}

function medians(own) {
  if (own.length === 0) return undefined;
  const middle = (key) => median(own.map((measure) => measure[key]));
  const ingestor = middle('ingestor_seconds_per_million');
  const clickhouse = middle('clickhouse_seconds_per_million');
  return {
    events_per_second: middle('events_per_second'),
    processor_seconds_per_million: ingestor + clickhouse,
    ingestor_seconds_per_million: ingestor,
    clickhouse_seconds_per_million: clickhouse,
    kafka_seconds_per_million: middle('kafka_seconds_per_million'),
    peak_bytes: middle('ingestor_peak_bytes') + middle('clickhouse_peak_bytes'),
    ingestor_peak_bytes: middle('ingestor_peak_bytes'),
    clickhouse_peak_bytes: middle('clickhouse_peak_bytes'),
  };
}

function compare(ours, engine) {
  if (ours === undefined || engine === undefined) return undefined;
  const rate = ours.events_per_second / engine.events_per_second;
  const processor = ours.processor_seconds_per_million / engine.processor_seconds_per_million;
  return { rate, processor, memory: ours.peak_bytes / engine.peak_bytes, rateReached: rate >= RATE_AIM, processorReached: processor <= PROCESSOR_AIM };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export function printReport({ plan, ours, engine, ratio, rows }) {
  const table = [
    ['', 'events/s', 'CPU s a million', 'of it ingestor', 'ClickHouse', 'Kafka beside', 'peak MiB', 'of it ingestor'],
    line('ingestor', ours),
    line('Kafka engine', engine),
  ].filter((cells) => cells !== undefined);
  const widths = table[0].map((_title, column) => Math.max(...table.map((cells) => cells[column].length)));
  const lines = table.map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '));
  process.stdout.write(
    `${plan.events.toLocaleString('en')} clicks of ${Math.round(plan.bytes_per_event)} bytes, medians of ${plan.rounds} rounds; the engine with ${plan.consumers} consumers and blocks of ${plan.block_rows} rows\n\n${lines.join('\n')}\n\n`,
  );
  if (ratio !== undefined) {
    const said = (isReached) => (isReached ? 'reached' : 'NOT reached');
    process.stdout.write(`rate ${ratio.rate.toFixed(2)} × the engine's (aim: at least ${RATE_AIM}: ${said(ratio.rateReached)})\n`);
    process.stdout.write(
      `processor time ${ratio.processor.toFixed(2)} of the engine's (aim: at most ${PROCESSOR_AIM.toFixed(2)}: ${said(ratio.processorReached)})\n`,
    );
    process.stdout.write(`peak memory ${ratio.memory.toFixed(2)} of the engine's\n`);
  }
  const state = rows.isWhole ? 'each click once' : 'NOT each click once';
  process.stdout.write(`rows: ${state}; ${rows.isEqual ? 'all rounds of both sides stored the same' : 'the rounds stored DIFFERENT things'}\n`);
}

function line(title, side) {
  if (side === undefined) return undefined;
  const mebibytes = (bytes) => Math.round(bytes / MEBIBYTE).toLocaleString('en');
  return [
    title,
    Math.round(side.events_per_second).toLocaleString('en'),
    side.processor_seconds_per_million.toFixed(2),
    side.ingestor_seconds_per_million.toFixed(2),
    side.clickhouse_seconds_per_million.toFixed(2),
    side.kafka_seconds_per_million.toFixed(2),
    mebibytes(side.peak_bytes),
    mebibytes(side.ingestor_peak_bytes),
  ];
}
