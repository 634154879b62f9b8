import { ClickHouseError } from '@clickhouse/client';
import { TouchlineError } from '@touchline/runtime';

/** The warehouse read the rows of an insert and will never take them as they are (TL_WAREHOUSE_REFUSED). */
export class WarehouseRefused extends TouchlineError {
  constructor(message: string) {
    super('TL_WAREHOUSE_REFUSED', message);
    this.name = 'WarehouseRefused';
  }
}

/** ClickHouse's codes for rows that cannot be read or do not fit their columns; src/Common/ErrorCodes.cpp. */
const REFUSALS: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '10', // NOT_FOUND_COLUMN_IN_BLOCK: a field of a tuple that the table has not
  '25', // CANNOT_PARSE_ESCAPE_SEQUENCE
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '32', // ATTEMPT_TO_READ_AFTER_EOF
  '33', // CANNOT_READ_ALL_DATA
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '128', // TOO_LARGE_ARRAY_SIZE
  '130', // CANNOT_READ_ARRAY_FROM_TEXT
  '131', // TOO_LARGE_STRING_SIZE
  '190', // SIZES_OF_ARRAYS_DONT_MATCH
  '252', // TOO_MANY_PARTS: one insert over too many months
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '376', // CANNOT_PARSE_UUID
  '407', // DECIMAL_OVERFLOW
  '467', // CANNOT_PARSE_BOOL
  '469', // VIOLATED_CONSTRAINT
  '636', // CANNOT_EXTRACT_TABLE_STRUCTURE
  '691', // UNKNOWN_ELEMENT_OF_ENUM
]);

/** Codes that say nothing about the statement: the server cannot serve it now. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  '74', // CANNOT_READ_FROM_FILE_DESCRIPTOR
  '75', // CANNOT_WRITE_TO_FILE_DESCRIPTOR
  '60', // UNKNOWN_TABLE: not migrated yet, or emptied
  '81', // UNKNOWN_DATABASE: likewise
  '202', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209', // SOCKET_TIMEOUT
  '210', // NETWORK_ERROR
  '236', // ABORTED
  '241', // MEMORY_LIMIT_EXCEEDED
  '242', // TABLE_IS_READ_ONLY
  '243', // NOT_ENOUGH_SPACE
  '394', // QUERY_WAS_CANCELLED
  '425', // SYSTEM_ERROR
  '439', // CANNOT_SCHEDULE_TASK
  '516', // AUTHENTICATION_FAILED: the data folder's secrets are not this server's
]);

/** 252 stands for two things; this one is the server asking to slow down. */
const SLOW_DOWN = /merges are processing significantly slower/i;

/** What a failed statement means to its caller; what is a programmer's mistake comes back as it is. */
export function asWarehouseError(error: unknown): unknown {
  if (error instanceof TouchlineError || !(error instanceof Error)) return error;
  if (error instanceof ClickHouseError) return UNAVAILABLE.has(error.code) ? unavailable(error) : error;
  return isNetworkError(error) ? unavailable(error) : error;
}

/** The same for an insert, whose rows may be what is wrong; whatever else goes wrong says nothing about the rows. */
export function asInsertError(error: unknown): unknown {
  if (error instanceof ClickHouseError && REFUSALS.has(error.code) && !SLOW_DOWN.test(error.message)) {
    return new WarehouseRefused(`ClickHouse ${error.code} ${error.type ?? ''}`.trim());
  }
  return asWarehouseError(error);
}

function unavailable(error: Error): TouchlineError {
  return new TouchlineError('TL_STORE_UNAVAILABLE', `The warehouse does not answer: ${oneLine(error)}`);
}

/** The client has no error class of its own for a connection that broke, so errno codes and its two messages must do. */
function isNetworkError(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return /^(E[A-Z]+|UND_|HPE_)/.test(code) || /^(Timeout error|socket hang up|aborted)/i.test(error.message);
}

function oneLine(error: Error): string {
  if (error instanceof ClickHouseError) return `ClickHouse ${error.code} ${error.type ?? ''}`.trim();
  return (error.message || ((error as NodeJS.ErrnoException).code ?? error.name)).split('\n', 1)[0] ?? '';
}
