import { attributePaths, type ChannelCredit, MarkovChain, type Paths, type Transition } from '@touchline/attribution';
import type { OnBytes } from '../csv/source.js';
import type { Warning, Warnings } from '../csv/warnings.js';
import type { PathRequest } from './options.js';
import { readPaths } from './read-paths.js';

/** A channel’s figures, as `--json` shows them. */
export interface ChannelFigures {
  readonly channel: string;
  readonly conversions: number;
  readonly value: number;
  readonly removal_effect?: number;
  readonly standard_error: number | null;
  readonly interval: readonly [number, number] | null;
}

/** The document of `--json`; its keys are stable. */
export interface PathReport {
  readonly model: string;
  readonly order?: number;
  readonly transform: string;
  /** Rows that were taken in. */
  readonly rows: number;
  readonly conversions: number;
  readonly nulls: number;
  readonly value: number;
  /** Of journeys with a touch. */
  readonly p_conversion?: number;
  readonly channels: readonly ChannelFigures[];
  readonly unattributed: { readonly conversions: number; readonly value: number };
  /** Orders of the channels that were drawn, for Shapley values of more than 16 channels. */
  readonly samples?: number;
  readonly transitions?: readonly Transition[];
  readonly warnings: readonly Omit<Warning, 'file'>[];
  /** Warnings beyond those listed. */
  readonly warnings_omitted: number;
}

/**
 * Credits the conversions of a file of paths to their channels.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING
 */
export async function attributeFile(file: string, request: PathRequest, onBytes: OnBytes): Promise<PathReport> {
  const { model, transform } = request;
  const { paths, rows, totals, warnings } = await readPaths(file, transform, onBytes);
  if (model.name === 'custom') warnOfLengths(paths, model.weights.length, warnings);
  const { p_conversion, channels, samples } = attributePaths(paths, model, { bootstrap: request.bootstrap });
  const transitions = request.transitions ? new MarkovChain(paths, model.name === 'markov' ? model.order : 1).transitions() : undefined;
  return {
    model: model.name,
    ...(model.name === 'markov' ? { order: model.order } : {}),
    transform: transform.name === 'last_n' ? `last_n:${transform.count}` : transform.name,
    rows,
    conversions: totals.conversions,
    nulls: totals.nulls,
    value: totals.value,
    ...(p_conversion === undefined ? {} : { p_conversion }),
    channels: channels.map(figuresOf),
    unattributed: { conversions: paths.untouched.conversions, value: paths.untouched.value },
    ...(samples === 0 ? {} : { samples }),
    ...(transitions === undefined ? {} : { transitions }),
    warnings: warnings.list.map(({ file: _, ...warning }) => warning),
    warnings_omitted: warnings.total - warnings.list.length,
  };
}

/** What weights do to paths of another length is our choice, so it is said. */
function warnOfLengths({ rows }: Paths, weights: number, warnings: Warnings): void {
  const others = rows.filter(({ steps }) => steps.length !== weights).length;
  if (others === 0) return;
  const message = `${others} distinct paths have not ${weights} steps: shorter ones renormalise, in longer ones the steps past the weights get nothing.`;
  warnings.add({ file: 'paths', code: 'TL_WEIGHTS_LENGTH', message });
}

function figuresOf({ channel, conversions, value, removal_effect, uncertainty }: ChannelCredit): ChannelFigures {
  return {
    channel,
    conversions,
    value,
    ...(removal_effect === undefined ? {} : { removal_effect }),
    standard_error: uncertainty?.standard_error ?? null,
    interval: uncertainty?.interval ?? null,
  };
}
