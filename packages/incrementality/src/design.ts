import type { z } from 'zod';
import type { Analysis } from './analysis.js';
import { InputError } from './input-error.js';
import type { Table, TableRequest } from './table.js';

/** A spec that was checked: what it still needs, and the work itself. */
export interface Prepared<Answer = Analysis> {
  /** The CSV file to read before `run`; undefined when the spec holds everything. */
  readonly wants: TableRequest | undefined;
  /** @throws InputError when the table is missing or cannot be analysed. */
  readonly run: (table?: Table) => Answer;
}

export interface Design<Answer = Analysis> {
  /** @throws z.ZodError naming the wrong field. */
  readonly prepare: (spec: unknown) => Prepared<Answer>;
}

interface Definition<Schema extends z.ZodType, Answer> {
  readonly schema: Schema;
  /** Leave out when the design reads no file. */
  readonly wants?: (spec: z.output<Schema>) => TableRequest | undefined;
  readonly analyze: (spec: z.output<Schema>, table: Table | undefined) => Answer;
}

/** Ties a schema to the pure function it feeds. */
export function defineDesign<Schema extends z.ZodType, Answer = Analysis>({ schema, wants, analyze }: Definition<Schema, Answer>): Design<Answer> {
  return {
    prepare: (raw) => {
      const spec = schema.parse(raw);
      const request = wants?.(spec);
      return {
        wants: request,
        run: (table) => {
          if (request !== undefined && table === undefined) throw new InputError(`The file \`${request.file}\` was not read.`, request.field);
          return analyze(spec, table);
        },
      };
    },
  };
}
