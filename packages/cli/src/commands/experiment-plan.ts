import { type Planned, planMarkets, planPeople } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import type { Command } from 'commander';
import { durationOf } from '../duration.js';
import { naming } from '../lift/naming.js';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { printJson } from '../output.js';

interface Options {
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

/** `touchline experiments plan`: how long, how many and which, from the workspace's own past. */
export function experimentPlanCommand(program: Command): void {
  const experiments = program.commands.find((each) => each.name() === 'experiments') ?? program.command('experiments').description('experiments');
  experiments
    .command('plan')
    .description('how many, how long, which markets, what it can see, from the workspace’s own past')
    .option('--workspace <id>', 'the workspace', 'default')
    .option('--metric <name>', 'conversion_rate, orders or revenue of clickers; with --markets a figure that markets report', 'conversion_rate')
    .option('--markets', 'plan on markets: tests are played on their past, where nothing happened')
    .option('--sizes <numbers>', 'how many markets are treated, such as 1,2,3')
    .option('--durations <days>', 'how long, in days, such as 14,28', '28')
    .option('--links <ids>', 'only clickers of these links')
    .option('--window <duration>', 'conversion window of clickers', '7d')
    .option('--effect <share>', 'the relative effect to be seen, such as 0.1', '0.1')
    .option('--spec <file>', 'further keys of the plan, as `touchline lift plan` takes them, from a JSON file')
    .option('--json', 'one JSON document')
    .action(async (options: Options) => {
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
    });
}

function tell({ plan, history }: Planned, { json }: Options): void {
  if (json) printJson({ history, ...plan });
  else printAnswer({ history, ...plan });
}

function marketsAsked({ metric, sizes, durations = '', spec }: Options) {
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  return { metric, spec: { durations: numbers(durations, '--durations'), ...(sizes === undefined ? {} : { sizes: numbers(sizes, '--sizes') }), ...more } };
}

function peopleAsked({ metric, links, window, effect = '', spec }: Options) {
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
