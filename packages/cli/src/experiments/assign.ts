import { type Drawn, drawLottery } from '@touchline/lift';
import { type Config, collectorUrl, ERRORS, type ErrorCode, TouchlineError } from '@touchline/runtime';
import { apiKey } from '../clients/api.js';
import { CollectorClient } from '../clients/collector.js';
import { ExperimentsClient } from './client.js';
import { type UnitSource, unitsOf } from './units.js';

const EVENTS_PER_REQUEST = 500;

export interface AssignOptions extends UnitSource {
  readonly seed?: string;
  readonly matched?: boolean;
  readonly dryRun?: boolean;
}

export interface Assignment {
  readonly experiment_id: string;
  readonly seed: string;
  readonly dry_run: boolean;
  readonly drawn: readonly Drawn[];
  /** How many were new to the log; the others had been told before. */
  readonly accepted: number;
  readonly duplicates: number;
}

/**
 * Draws an arm for each unit of a draft and reports the draw to the collector. Before the start, so that nobody draws until they like it
 * while looking at outcomes; without a seed by the experiment's salt, which makes a repeat the same draw.
 * @throws TouchlineError TL_EXPERIMENT_STATE, TL_INPUT_INVALID, or what the APIs answer
 */
export async function assign(config: Config, id: string, options: AssignOptions): Promise<Assignment> {
  const experiment = await new ExperimentsClient(config).show(id);
  if (experiment.state !== 'draft')
    throw new TouchlineError('TL_EXPERIMENT_STATE', `The experiment is ${experiment.state}: its units were drawn before.`, 'state');
  if (experiment.assignment !== 'lottery') {
    throw new TouchlineError('TL_INPUT_INVALID', `Units of this experiment are not drawn by lottery: its assignment is ${experiment.assignment}.`, 'id');
  }
  const seed = options.seed ?? experiment.salt;
  const dry_run = options.dryRun === true;
  const drawn = drawLottery({ units: unitsOf(options, experiment), arms: experiment.arms, seed, matched: options.matched === true });
  const counts = dry_run ? { accepted: 0, duplicates: 0 } : await report(config, drawn, { experiment_id: id, seed });
  return { experiment_id: id, seed, dry_run, drawn, ...counts };
}

async function report(config: Config, drawn: readonly Drawn[], common: object): Promise<{ accepted: number; duplicates: number }> {
  const collector = new CollectorClient({ url: collectorUrl(config), key: apiKey(), dry_run: false });
  let accepted = 0;
  for (let from = 0; from < drawn.length; from += EVENTS_PER_REQUEST) {
    const events = drawn.slice(from, from + EVENTS_PER_REQUEST).map(({ id, arm, stratum }) => ({
      type: 'experiment_assigned',
      source: 'lottery',
      unit_id: id,
      arm,
      ...common,
      ...(stratum === undefined ? {} : { stratum }),
    }));
    const results = await collector.send(Buffer.from(JSON.stringify({ events })));
    const rejected = results.find(({ outcome }) => outcome === 'rejected');
    if (rejected !== undefined) throw refused(rejected);
    accepted += results.filter(({ outcome }) => outcome === 'accepted').length;
  }
  return { accepted, duplicates: drawn.length - accepted };
}

function refused({ code, message, path }: { code?: string | undefined; message?: string | undefined; path?: string | undefined }): TouchlineError {
  const known = code !== undefined && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'TL_INTERNAL';
  return new TouchlineError(known, message, path);
}
