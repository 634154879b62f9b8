import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, METRICS, type MetricEntry, Metrics } from '../src/index.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../../infra/${path}`, import.meta.url)), 'utf8');
const NAME = /\b(?:touchline|process|nodejs)_[a-z0-9_]+\b/g;
const existing = new Set<string>();

beforeAll(async () => {
  for (const [name, entry] of Object.entries(METRICS) as [string, MetricEntry][]) {
    for (const each of entry.type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]) existing.add(each);
  }
  const { body } = await new Metrics().withProcess().text();
  for (const [, name = ''] of body.matchAll(/^# TYPE (\S+)/gm)) existing.add(name);
});

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const { panels } = JSON.parse(read('grafana/touchline.json')) as { panels: Panel[] };

describe('what operators are given', () => {
  it.each(panels.filter(({ type }) => type !== 'row').map(({ title, targets }) => [title, targets] as const))(
    'the panel “%s” asks for metrics that exist',
    (_title, targets) => {
      const named = (targets ?? []).flatMap(({ expr }) => expr.match(NAME) ?? []);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !existing.has(name))).toEqual([]);
    },
  );

  it('the alerts ask for metrics that exist, each with a summary and a remedy', () => {
    const text = read('prometheus/alerts.yml');
    // Comments and annotations name metrics too, and must not lead astray either.
    expect([...new Set(text.match(NAME))].filter((name) => !existing.has(name))).toEqual([]);
    const alerts = text.split('- alert:').slice(1);
    expect(alerts.length).toBeGreaterThan(5);
    for (const alert of alerts) expect(alert).toMatch(/expr:[\s\S]*severity:[\s\S]*summary:[\s\S]*remedy:/);
  });

  it('every metric of ours stands on the dashboard', () => {
    const shown = read('grafana/touchline.json');
    expect(Object.keys(METRICS).filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('the scrape configuration asks where the processes answer unless told otherwise', () => {
    const config = loadConfig({});
    const jobs = [...read('prometheus/prometheus.yml').matchAll(/job_name: (\w+)\n.*127\.0\.0\.1:(\d+)/g)].map(([, job, port]) => [job, Number(port)]);
    expect(jobs).toEqual([
      ['tracker', config.TOUCHLINE_TRACKER_ADMIN_PORT],
      ['collector', config.TOUCHLINE_COLLECTOR_ADMIN_PORT],
      ['ingestor', config.TOUCHLINE_INGESTOR_ADMIN_PORT],
      ['aggregator', config.TOUCHLINE_AGGREGATOR_ADMIN_PORT],
      ['console', config.TOUCHLINE_CONSOLE_ADMIN_PORT],
      // Commented out there: it runs with Kafka only.
      ['forwarder', config.TOUCHLINE_FORWARDER_ADMIN_PORT],
    ]);
  });
});
