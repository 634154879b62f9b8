import { TouchlineError } from '@touchline/runtime';
import type { Command } from 'commander';
import { type AttributeOptions, attributeJourneys } from '../journeys/attribute.js';
import { readAliases } from '../journeys/channels.js';
import { FITTED_MODELS, fittedModelOf, seedOf } from '../journeys/fitted-options.js';
import { boundOf, currencyOf, RULE_MODELS, ruleModelOf, transformOf, windowsOf } from '../journeys/options.js';
import { printRunJson, printRunTable } from '../journeys/report.js';
import { Progress } from '../progress.js';

interface Options {
  readonly touches: string;
  readonly conversions: string;
  readonly model: string;
  readonly weights?: string;
  readonly halfLife: string;
  readonly order?: string;
  readonly samples?: string;
  readonly seed?: string;
  readonly window?: string;
  readonly transform: string;
  readonly exclude: readonly string[];
  readonly alias?: string;
  readonly currency: string;
  readonly from?: string;
  readonly to?: string;
  readonly oncePerPerson?: boolean;
  readonly lines?: boolean;
  readonly json?: boolean;
}

export function journeysCommand(journeys: Command): void {
  journeys
    .command('attribute')
    .description('credit conversions to the touches that led to them')
    .requiredOption('--touches <file>', 'CSV with person, at, channel and optional type (click, code, view), id; may be gzipped, - is standard input')
    .requiredOption('--conversions <file>', 'CSV with id, person, at and optional amount, currency, refund_of')
    .option('--model <name>', [...RULE_MODELS, ...FITTED_MODELS].join(', '), 'linear')
    .option('--weights <list>', 'position: first, middle, last (0.4,0.2,0.4); custom: one weight per place')
    .option('--half-life <duration>', 'of time_decay', '7d')
    .option('--order <k>', 'of markov: how many touches a state remembers, 1 (the default) to 4')
    .option('--samples <n>', 'of shapley above 16 channels: orders of them to draw')
    .option('--seed <n>', 'of what is drawn, 0 when left out')
    .option('--window <durations>', 'how long before a conversion a touch may lie: click=30d,code=30d,view=1d, or one duration for all')
    .option('--transform <name>', 'all, collapsed, unique or last_n:K', 'all')
    .option('--exclude <channel>', 'give this channel’s credit to the others; repeatable', (name: string, names: readonly string[]) => [...names, name], [])
    .option('--alias <file>', 'JSON of {"Name":["spelling",…]}')
    .option('--currency <code>', 'of amounts whose row names none', '')
    .option('--from <day|instant>', 'conversions from then on')
    .option('--to <day|instant>', 'conversions up to then, that day or instant included')
    .option('--once-per-person', 'each person’s first conversion only')
    .option('--lines', 'every conversion’s lines, touch by touch')
    .option('--json', 'one JSON document')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const bars = new Bars();
  const request = await requestOf(options, (phase, done, total) => bars.update(phase, done, total));
  try {
    const result = await attributeJourneys(request);
    bars.stop();
    if (options.json) await printRunJson(result, options.lines === true);
    else printRunTable(result, options.lines === true);
  } finally {
    bars.stop();
  }
}

async function requestOf(options: Options, onProgress: AttributeOptions['onProgress']): Promise<AttributeOptions> {
  if (options.touches === '-' && options.conversions === '-') {
    throw new TouchlineError('TL_INPUT_INVALID', '--touches: standard input is one file, not two.', '--touches');
  }
  return {
    touches: options.touches,
    conversions: options.conversions,
    model: fittedModelOf(options, seedOf(options.seed)) ?? ruleModelOf(options),
    windows: windowsOf(options.window),
    transform: transformOf(options.transform),
    excluded: options.exclude,
    aliases: options.alias === undefined ? new Map() : await readAliases(options.alias),
    currency: currencyOf(options.currency),
    from_ms: boundOf(options.from, '--from'),
    to_ms: boundOf(options.to, '--to'),
    once_per_person: options.oncePerPerson === true,
    onProgress,
  };
}

/** One bar after the other, each a phase’s. */
class Bars {
  #phase = '';
  #bar: Progress | undefined;

  update(phase: string, done: number, total: number): void {
    if (phase !== this.#phase) {
      this.stop();
      this.#phase = phase;
      this.#bar = new Progress(phase, phase.startsWith('Reading') ? 'bytes' : 'conversions');
    }
    this.#bar?.update(done, total);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#phase = '';
  }
}
