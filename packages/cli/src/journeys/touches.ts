import { TouchlineError } from '@touchline/runtime';
import { instantMs } from '../csv/instant.js';
import type { OnBytes } from '../csv/source.js';
import { type Cell, readTable } from '../csv/table.js';
import type { Warnings } from '../csv/warnings.js';
import type { Channels } from './channels.js';
import type { TextTable } from './text-table.js';
import { TOUCH_TYPES, type TouchRow, TouchTable } from './touch-table.js';

type Column = 'person' | 'at' | 'channel' | 'type' | 'id';

export interface TouchesOptions {
  readonly path: string;
  readonly persons: TextTable;
  /** Also touches of persons that are not known yet: a fitted model learns from those who never bought. */
  readonly everybody: boolean;
  readonly channels: Channels;
  readonly warnings: Warnings;
  readonly onBytes?: OnBytes;
}

/**
 * Reads touches into columns; those of persons without a conversion are left out unless everybody is asked for.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING
 */
export async function readTouches(options: TouchesOptions): Promise<TouchTable> {
  const touches = new TouchTable();
  const compare = rowOrder(options);
  const { path, warnings, onBytes } = options;
  const table = { path, file: 'touches', required: ['person', 'at', 'channel'] as const, optional: ['type', 'id'] as const, warnings };
  await readTable<Column>({ ...table, ...(onBytes === undefined ? {} : { onBytes }) }, (cell) => {
    const row = rowOf(cell, options);
    if (row === undefined || touches.add(row, compare) !== 'conflict') return;
    throw new TouchlineError('TL_ID_CONFLICT', `The id \`${row.id}\` was seen with another content; the earlier touch of the two is kept.`, 'id');
  });
  return touches;
}

function rowOf(cell: Cell<Column>, { persons, everybody, channels }: TouchesOptions): TouchRow | undefined {
  const [personText, channelText] = [cell('person'), cell('channel')];
  if (personText === '') throw new TouchlineError('TL_FIELD_MISSING', '`person` is empty.', 'person');
  if (channelText === '') throw new TouchlineError('TL_FIELD_MISSING', '`channel` is empty.', 'channel');
  const at_ms = instantMs(cell('at'), 'at');
  const type = typeOf(cell('type'));
  const person = everybody ? persons.add(personText) : persons.find(personText);
  return person === undefined ? undefined : { at_ms, person, channel: channels.number(channelText), type, id: cell('id') };
}

function typeOf(text: string): number {
  const names: readonly string[] = TOUCH_TYPES;
  const type = text === '' ? 0 : names.indexOf(text);
  if (type < 0) throw new TouchlineError('TL_FIELD_VALUE', `\`type\` is none of ${TOUCH_TYPES.join(', ')}.`, 'type');
  return type;
}

/** By what a row says and never by where it stands, so that the order of rows changes nothing. */
function rowOrder({ persons, channels }: TouchesOptions): (one: TouchRow, other: TouchRow) => number {
  return (one, other) =>
    one.at_ms - other.at_ms ||
    textOrder(persons.text(one.person), persons.text(other.person)) ||
    textOrder(channels.name(one.channel), channels.name(other.channel)) ||
    one.type - other.type;
}

/** By UTF-16 code units: no language, the same on every machine. */
export function textOrder(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
