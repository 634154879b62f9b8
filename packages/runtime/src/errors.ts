/**
 * The one registry of error codes. A code is never reused or renamed; docs/errors.md is generated from it.
 */
export interface ErrorEntry {
  /** HTTP status an API answers with. */
  readonly status: number;
  readonly cause: string;
  readonly remedy: string;
}

export const ERRORS = {
  TL_AUTH_MISSING: {
    status: 401,
    cause: 'The request carries no API key.',
    remedy: 'Send `Authorization: Bearer <key>`; make a key with `touchline keys create`.',
  },
  TL_AUTH_INVALID: {
    status: 401,
    cause: 'The API key is unknown, expired or archived.',
    remedy: 'Check the key; make a new one with `touchline keys create`.',
  },
  TL_AUTH_SCOPE: {
    status: 403,
    cause: 'The API key lacks the scope this request needs.',
    remedy: 'Use a key with the scope named in the message.',
  },
  TL_BODY_MALFORMED: {
    status: 400,
    cause: 'The request body is not well-formed JSON.',
    remedy: 'Send valid JSON with `content-type: application/json`.',
  },
  TL_BODY_TOO_LARGE: {
    status: 413,
    cause: 'The request body is larger than 1 MiB.',
    remedy: 'Send fewer events a request.',
  },
  TL_BODY_TYPE: {
    status: 415,
    cause: 'The request body has a content type that is not taken here.',
    remedy: 'Send `content-type: application/json`.',
  },
  TL_EVENT_TOO_LARGE: {
    status: 413,
    cause: 'One event is larger than 64 KiB.',
    remedy: 'Leave out what is not needed, or split the items.',
  },
  TL_EVENTS_TOO_MANY: {
    status: 400,
    cause: 'A request may carry 1 to 1,000 events.',
    remedy: 'Split the events over several requests.',
  },
  TL_EVENT_TYPE_UNKNOWN: {
    status: 422,
    cause: 'The event type or its version is not in the catalogue.',
    remedy: 'Use one of the documented types; leave `version` out for the newest. After an update: `touchline rejects replay`.',
  },
  TL_FIELD_MISSING: {
    status: 422,
    cause: 'A required field is missing.',
    remedy: 'Add the field named by `path`.',
  },
  TL_FIELD_TYPE: {
    status: 422,
    cause: 'A field has the wrong type.',
    remedy: 'Correct the field named by `path`.',
  },
  TL_FIELD_UNKNOWN: {
    status: 422,
    cause: 'A field is not known here.',
    remedy: 'Remove the field named by `path`, or correct its spelling.',
  },
  TL_FIELD_VALUE: {
    status: 422,
    cause: 'A field has a value outside what is allowed.',
    remedy: 'Correct the field named by `path`.',
  },
  TL_CLOCK_AHEAD: {
    status: 422,
    cause: '`occurred_at` lies more than 5 minutes in the future.',
    remedy: 'Set the sending machine’s clock, and send UTC with a zone.',
  },
  TL_CURRENCY_UNKNOWN: {
    status: 422,
    cause: 'The currency is not an ISO 4217 code known here.',
    remedy: 'Send the three-letter code, such as EUR.',
  },
  TL_CURRENCY_RATE_MISSING: {
    status: 422,
    cause: 'The amount is not in the workspace’s currency and brings no exchange rate.',
    remedy: 'Send `fx_rate`, workspace currency per unit of the order’s currency, on the day of the order.',
  },
  TL_PERSON_MISSING: {
    status: 422,
    cause: 'The event names no person: nothing links it to a click or a customer.',
    remedy: 'Send a `click_id`, `visitor_id`, `customer_id` or `email_sha256`.',
  },
  TL_CREATOR_UNKNOWN: {
    status: 422,
    cause: 'The workspace has no creator of that id.',
    remedy: 'Create the creator first: `POST /v1/creators`.',
  },
  TL_ENTITY_UNKNOWN: {
    status: 404,
    cause: 'The workspace has no entity of that kind and id.',
    remedy: 'List what there is, and check the id.',
  },
  TL_LINK_UNKNOWN: {
    status: 404,
    cause: 'No link has this address.',
    remedy: 'Check the address; list links with `touchline links list`.',
  },
  TL_LINK_SLUG_TAKEN: {
    status: 409,
    cause: 'The slug is in use on this host.',
    remedy: 'Choose another slug, or leave it out to get one.',
  },
  TL_EXPERIMENT_UNKNOWN: {
    status: 422,
    cause: 'The workspace has no experiment of that id.',
    remedy: 'List them with `touchline experiments list`, and check the id.',
  },
  TL_EXPERIMENT_FROZEN: {
    status: 409,
    cause: 'The experiment has started, and this field fixes its analysis.',
    remedy: 'Leave the field as it is; for another analysis stop this experiment and create a new one.',
  },
  TL_EXPERIMENT_STATE: {
    status: 409,
    cause: 'The experiment is in a state in which this cannot be done.',
    remedy: 'See its state with `touchline experiments show`: a draft can start, a running one stop, what does not run be archived.',
  },
  TL_EXPERIMENT_OVERLAP: {
    status: 409,
    cause: 'Another redirect holdout runs on one of the links.',
    remedy: 'Stop the other experiment first, or leave the link out.',
  },
  TL_CODE_TAKEN: {
    status: 409,
    cause: 'The promo code belongs to another creator of the workspace.',
    remedy: 'Archive the other code first, or choose another.',
  },
  TL_DESTINATION_SCHEME: {
    status: 422,
    cause: 'A destination must be an http or https address.',
    remedy: 'Send the page’s full https address.',
  },
  TL_DESTINATION_FORBIDDEN: {
    status: 422,
    cause: 'The destination has credentials, or points to a private, loopback or own tracking host.',
    remedy: 'Send a public address without user name or password.',
  },
  TL_WORKSPACE_UNKNOWN: {
    status: 404,
    cause: 'There is no workspace of that id.',
    remedy: 'List workspaces with `touchline workspaces list`.',
  },
  TL_SIMULATION_FORBIDDEN: {
    status: 403,
    cause: 'Only a workspace marked as simulated takes simulated instants, with a key of scope `simulate`.',
    remedy: 'Leave the simulation headers out.',
  },
  TL_ROUTE_UNKNOWN: {
    status: 404,
    cause: 'There is nothing at this address.',
    remedy: 'Check the path and the method.',
  },
  TL_RATE_LIMITED: {
    status: 429,
    cause: 'Too many API requests from this key or address.',
    remedy: 'Wait as long as `retry-after` says.',
  },
  TL_HOST_FORBIDDEN: {
    status: 403,
    cause: 'The console was asked under a host name that is not its own.',
    remedy: 'Open the console at the address `touchline status` prints.',
  },
  TL_SQL_REFUSED: {
    status: 422,
    cause: 'The SQL statement is not one the warehouse takes from the read-only account.',
    remedy: 'Correct the statement; `touchline sql --views` lists what can be read.',
  },
  TL_ORIGIN_FORBIDDEN: {
    status: 403,
    cause: 'A page of another site asked the console to write something.',
    remedy: 'Write from the console’s own page, or through the API with a key.',
  },
  TL_STORE_UNAVAILABLE: {
    status: 503,
    cause: 'A store this request needs does not answer.',
    remedy: 'Try again; `touchline status` tells which process is down.',
  },
  TL_LOG_UNAVAILABLE: {
    status: 503,
    cause: 'The event log could not take the records, so nothing was accepted.',
    remedy: 'Free disk space, or with Kafka bring its brokers back (KAFKA_BROKERS), and send the same again: repeats are counted once.',
  },
  TL_TOPIC_MISMATCH: {
    status: 500,
    cause: 'A Kafka topic is there and is not as Touchline needs it.',
    remedy: 'Alter or delete the topic named by `path`, or choose another KAFKA_TOPIC_PREFIX.',
  },
  TL_EVENT_MALFORMED: {
    status: 422,
    cause: 'A record in the log is not an event of the catalogue.',
    remedy: 'Look at it with `touchline rejects list`.',
  },
  TL_WAREHOUSE_REFUSED: {
    status: 422,
    cause: 'The warehouse refused the row as it stands.',
    remedy: 'Look at it with `touchline rejects list`.',
  },
  TL_MIGRATION_CHANGED: {
    status: 500,
    cause: 'A migration that was already applied has changed since.',
    remedy: 'Restore the file; put the change into a new migration.',
  },
  TL_RUN_OVERTAKEN: {
    status: 409,
    cause: 'Another attribution run of the workspace finished meanwhile, so this one was given up; nothing of it counts.',
    remedy: 'Nothing: the next run credits whatever is left.',
  },
  TL_REJECT_INCOMPLETE: {
    status: 422,
    cause: 'What was refused is not kept whole, so it cannot be taken in from here.',
    remedy: 'Let its sender send it again.',
  },
  TL_ARCHIVE_INVALID: {
    status: 422,
    cause: 'The folder holds no whole archive of a log, or one of its files is not what was exported.',
    remedy: 'Copy the file named by `path` again from where it was exported, or export again.',
  },
  TL_CONFIG_INVALID: {
    status: 500,
    cause: 'A setting has a value that is not allowed.',
    remedy: 'Correct the setting named by `path`; `touchline config` lists all of them.',
  },
  TL_PORT_TAKEN: {
    status: 500,
    cause: 'A port is in use by another program.',
    remedy: 'Stop that program, or choose another port by the setting named by `path`.',
  },
  TL_DATA_UNWRITABLE: {
    status: 500,
    cause: 'The data folder cannot be written to.',
    remedy: 'Free disk space, give this user the right to write there, or choose another folder with TOUCHLINE_DATA.',
  },
  TL_DATA_LOCKED: {
    status: 500,
    cause: 'Another Touchline is running on this data folder.',
    remedy: 'Stop it, or choose another folder with TOUCHLINE_DATA.',
  },
  TL_PROCESS_FAILED: {
    status: 500,
    cause: 'A process of Touchline does not come up.',
    remedy: 'Its own line above says why.',
  },
  TL_NOT_RUNNING: {
    status: 500,
    cause: 'No Touchline is running on this data folder.',
    remedy: 'Start it with `npm start`, or set TOUCHLINE_DATA to its folder.',
  },
  TL_NODE_TOO_OLD: {
    status: 500,
    cause: 'This Node.js is too old.',
    remedy: 'Install Node.js 20.19 or newer.',
  },
  TL_FILE_UNREADABLE: {
    status: 400,
    cause: 'A file cannot be read, or is cut off.',
    remedy: 'Check that the file named by `path` is there, whole, and may be read.',
  },
  TL_COLUMN_MISSING: {
    status: 422,
    cause: 'A table lacks a column it needs, or has it twice.',
    remedy: 'Name the columns in the first line; `--help` says which are needed.',
  },
  TL_ROW_MALFORMED: {
    status: 422,
    cause: 'A line of a table is no row of it, so it was left out.',
    remedy: 'Correct its quotes, or give it as many fields as the header has.',
  },
  TL_ID_CONFLICT: {
    status: 422,
    cause: 'Two rows have the same id and say different things; one of them was left out.',
    remedy: 'Give each thing an id of its own, and correct the row that is wrong.',
  },
  TL_REFUND_UNKNOWN: {
    status: 422,
    cause: 'A refund names an order that is not in the file, so it was left out.',
    remedy: 'Add the order, or correct `refund_of`.',
  },
  TL_WEIGHTS_LENGTH: {
    status: 422,
    cause: 'Custom weights met journeys of another length than theirs.',
    remedy: 'Nothing, if a shorter journey should renormalise and a longer one give its later touches nothing.',
  },
  TL_INPUT_INVALID: {
    status: 400,
    cause: 'An argument or a parameter is not valid.',
    remedy: 'Correct the argument named by `path`.',
  },
  TL_JSON_MALFORMED: {
    status: 400,
    cause: 'A file is not well-formed JSON.',
    remedy: 'Correct the file named by `path`.',
  },
  TL_TABLE_INVALID: {
    status: 400,
    cause: 'A CSV file is not well-formed, has no rows, or a cell that cannot be taken.',
    remedy: 'Correct the file at `line`, or the field named by `path`.',
  },
  TL_USAGE: {
    status: 400,
    cause: 'The command line is not one that is known.',
    remedy: 'Add `--help` to see what is.',
  },
  TL_INTERNAL: {
    status: 500,
    cause: 'Something went wrong on our side.',
    remedy: 'Try again; the log has the request’s id.',
  },
  TL_REPORT_SLOT_TAKEN: {
    status: 409,
    cause: 'Another process makes this report, or it is made.',
    remedy: 'Nothing is to be done: whoever has it goes on, and another takes it when its claim is over.',
  },
  TL_REPORT_PDF_UNAVAILABLE: {
    status: 503,
    cause: 'There is no Chromium to print the PDF with, or it failed.',
    remedy: 'Install Chromium, or name it in TOUCHLINE_CHROMIUM; the other formats are made without it.',
  },
  TL_DELIVERY_FORBIDDEN: {
    status: 422,
    cause: 'The address to deliver to is private, loopback or no http(s) address.',
    remedy: 'Name a public address; TOUCHLINE_DELIVERY_PRIVATE allows others, where everybody who may write schedules is trusted.',
  },
  TL_DELIVERY_UNREACHABLE: {
    status: 502,
    cause: 'Whoever should get the report does not answer.',
    remedy: 'Check the address and the way to it; `touchline reports run` makes the report again.',
  },
  TL_DELIVERY_REFUSED: {
    status: 502,
    cause: 'Whoever should get the report refused it.',
    remedy: 'Check the address, and what its server says; `touchline reports run` makes the report again.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** What a client reads: the same shape from every API, the CLI and the offline commands. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: string;
  /** Of a file, from 1. */
  readonly line?: number;
  readonly remedy: string;
}

/** Bad input or a failed store; a programmer's mistake stays a plain Error and crashes. */
export class TouchlineError extends Error {
  readonly code: ErrorCode;
  readonly path: string | undefined;
  readonly line: number | undefined;

  /** @param message one line; the registry's cause when left out. @param where the wrong field, dotted; in a file also the line, from 1. */
  constructor(code: ErrorCode, message?: string, where?: string | { readonly path: string; readonly line: number | undefined }) {
    super(message ?? ERRORS[code].cause);
    this.name = 'TouchlineError';
    this.code = code;
    this.path = typeof where === 'string' ? where : where?.path;
    this.line = typeof where === 'string' ? undefined : where?.line;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  toAnswer(): ErrorAnswer {
    const answer = { code: this.code, message: this.message, remedy: ERRORS[this.code].remedy };
    return { ...answer, ...(this.path === undefined ? {} : { path: this.path }), ...(this.line === undefined ? {} : { line: this.line }) };
  }

  /** One line for people: what is wrong, what to do about which field, and the code. */
  toLine(): string {
    const { remedy } = ERRORS[this.code];
    const todo = this.path ? remedy.replace(/the \w+ named by `path`/, `\`${this.path}\``) : remedy;
    return `${this.message}${/[.!?…]$/.test(this.message) ? '' : '.'} ${todo} [${this.code}]`;
  }
}
