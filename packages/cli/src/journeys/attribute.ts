import { type Model, type Transform, type Weigh, weighByModel, weighWithout } from '@touchline/attribution';
import { type Warning, Warnings } from '../csv/warnings.js';
import { Channels } from './channels.js';
import { type Credited, type CreditLine, credit, linesOf, type TouchNames } from './credit.js';
import { type Fit, type FitOptions, fit, isFitted, weighByFit } from './fit.js';
import type { FittedModel } from './fitted-options.js';
import { Journeys, type Windows } from './journeys.js';
import { type Order, readOrders } from './orders.js';
import { type Figures, Tally } from './tally.js';
import { TextTable } from './text-table.js';
import type { TouchTable } from './touch-table.js';
import { readTouches } from './touches.js';

/** How far a phase is, in bytes or conversions. */
export type OnProgress = (phase: string, done: number, total: number) => void;

/** Conversions between two looks at the bar. */
const PROGRESS_ORDERS = 50_000;

export interface AttributeOptions {
  readonly touches: string;
  readonly conversions: string;
  readonly model: Model | FittedModel;
  readonly windows: Windows;
  readonly transform: Transform;
  readonly excluded: readonly string[];
  readonly aliases: ReadonlyMap<string, string>;
  readonly currency: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly once_per_person: boolean;
  readonly onProgress: OnProgress;
}

export interface Attribution extends Figures {
  readonly model: string;
  /** What a fitted model learned; rule models learn nothing. */
  readonly fitted?: Fit;
  /** Touches that were taken in, each id once: those of persons with a conversion, for a fitted model all. */
  readonly touches: number;
  readonly warnings: readonly Warning[];
  /** Warnings beyond those listed. */
  readonly warnings_omitted: number;
}

/** Figures, and the lines they are made of, which are worked out anew each time they are asked for. */
export interface AttributionRun {
  readonly attribution: Attribution;
  lines(): Iterable<CreditLine>;
}

/**
 * Credits the conversions of one file to the touches of another, joined by person. The order of rows changes nothing; rows that are
 * bad become warnings.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING, TL_INPUT_INVALID
 */
export async function attributeJourneys(options: AttributeOptions): Promise<AttributionRun> {
  const [warnings, persons, channels] = [new Warnings(), new TextTable(), new Channels(options.aliases)];
  const read = (phase: string) => ({ persons, warnings, onBytes: (done: number, total: number) => options.onProgress(phase, done, total) });
  const orders = await readOrders({ ...options, path: options.conversions, ...read('Reading conversions') });
  const converted_persons = persons.size;
  const { model } = options;
  const touches = await readTouches({ path: options.touches, everybody: isFitted(model), channels, ...read('Reading touches') });
  const journeys = new Journeys({ touches, channels, windows: options.windows, transform: options.transform, persons: persons.size });
  const { weigh: weighAll, ...learned } = learn(model, { ...options, journeys, orders, converted_persons, persons: persons.size });
  const excluded = new Set(options.excluded.map((name) => channels.nameOf(name)));
  const weigh = weighWithout(weighAll, excluded);

  const tally = new Tally();
  const lengths = new OtherLengths(model);
  for (const credited of creditEach(orders, journeys, weigh)) {
    tally.add(credited, (row) => touches.channel(row));
    lengths.see(credited);
    if (tally.conversions % PROGRESS_ORDERS === 0) options.onProgress('Crediting', tally.conversions, orders.length);
  }
  lengths.warn(warnings);
  const figures = tally.figures((channel) => channels.name(channel), excluded);
  const { list, total } = warnings;
  const warned = { warnings: list, warnings_omitted: total - list.length };
  return {
    attribution: { model: model.name, ...learned, touches: touches.size, ...figures, ...warned },
    lines: () => eachLine(creditEach(orders, journeys, weigh), namesOf(touches, channels)),
  };
}

function learn(model: Model | FittedModel, options: FitOptions): { readonly weigh: Weigh; readonly fitted?: Fit } {
  if (!isFitted(model)) return { weigh: weighByModel(model) };
  const fitted = fit(model, options);
  return { weigh: weighByFit(fitted), fitted };
}

function* creditEach(orders: readonly Order[], journeys: Journeys, weigh: Weigh): Generator<Credited> {
  for (const order of orders) yield credit(order, journeys, weigh);
}

function* eachLine(all: Iterable<Credited>, names: TouchNames): Generator<CreditLine> {
  for (const credited of all) yield* linesOf(credited, names);
}

function namesOf(touches: TouchTable, channels: Channels): TouchNames {
  return { id: (row) => touches.id(row), channel: (row) => channels.name(touches.channel(row)) };
}

/** Custom weights that met journeys they do not fit are said, because what then happens is our choice. */
class OtherLengths {
  readonly #weights: number | undefined;
  #others = 0;

  constructor(model: Model | FittedModel) {
    this.#weights = model.name === 'custom' ? model.weights.length : undefined;
  }

  see({ rows }: Credited): void {
    if (this.#weights !== undefined && rows.length > 0 && rows.length !== this.#weights) this.#others += 1;
  }

  warn(warnings: Warnings): void {
    if (this.#others === 0) return;
    const message = `${this.#others} journeys have not ${this.#weights} touches: shorter ones renormalise, in longer ones the touches past the weights get nothing.`;
    warnings.add({ file: 'conversions', code: 'TL_WEIGHTS_LENGTH', message });
  }
}
