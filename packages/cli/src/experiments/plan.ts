import { type Planned, planMarkets, planPeople } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { durationOf } from '../duration.js';
import { naming } from '../lift/naming.js';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { printJson } from '../output.js';

export interface PlanOptions {
  readonly workspace: string;
  readonly metric: string;
  readonly markets?: boolean;
  readonly links?: string;
  readonly window: string;
  readonly sizes?: string;
  readonly durations?: string;
  readonly effect?: string;
  readonly spec?: string;
  readonly json?: boolean;
}

const METRICS = ['conversion_rate', 'orders', 'revenue'] as const;

/** Plans from the workspace's own past, and prints the plan. @throws TouchlineError TL_INPUT_INVALID, or what is wrong with the spec */
export async function plan(options: PlanOptions): Promise<void> {
  const warehouse = openWarehouse(loadConfig());
  try {
    const asked = { warehouse, workspace_id: options.workspace, as_of: new Date() };
    const planned = await naming(() =>
      options.markets ? planMarkets({ ...asked, ...marketsAsked(options) }) : planPeople({ ...asked, ...peopleAsked(options) }),
    );
    tell(planned, options);
  } finally {
    await warehouse.close();
  }
}

function tell({ plan, history }: Planned, { json }: PlanOptions): void {
  if (json) printJson({ history, ...plan });
  else printAnswer({ history, ...plan });
}

function marketsAsked({ metric, sizes, durations = '', spec }: PlanOptions) {
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  return { metric, spec: { durations: numbers(durations, '--durations'), ...(sizes === undefined ? {} : { sizes: numbers(sizes, '--sizes') }), ...more } };
}

function peopleAsked({ metric, links, window, effect = '', spec }: PlanOptions) {
  const known = METRICS.find((each) => each === metric);
  if (known === undefined)
    throw new TouchlineError('TL_INPUT_INVALID', `--metric: expected ${METRICS.join(', ')}, or --markets with a figure they report.`, '--metric');
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  const link_ids = links === undefined ? [] : links.split(',');
  const [relative = 0] = numbers(effect, '--effect');
  return {
    metric: known,
    link_ids,
    conversion_window_ms: durationOf(window, '--window'),
    spec: { solve: 'n', effect: relative, effect_scale: 'relative', ...more },
  };
}

function numbers(text: string, option: string): number[] {
  const found = text.split(',').map((each) => (each.trim() === '' ? Number.NaN : Number(each)));
  if (found.every((each) => Number.isFinite(each))) return found;
  throw new TouchlineError('TL_INPUT_INVALID', `${option}: expected numbers, separated by commas.`, option);
}
