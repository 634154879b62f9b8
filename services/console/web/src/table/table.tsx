import type { ReactNode } from 'react';
import { Grade } from '../parts/grade.js';

export interface Column<Row> {
  readonly key: string;
  readonly name: string;
  /** A credited figure: carries its evidence grade (I8). */
  readonly credited?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand right, words left. */
  readonly figure?: boolean;
  /** The row's name: a heading of its card on a phone. */
  readonly leads?: boolean;
  readonly sortable?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
  readonly onSort: (key: string) => void;
}

export interface FootRow {
  readonly key: string;
  readonly label: ReactNode;
  /** One cell for each column after the first. */
  readonly cells: readonly ReactNode[];
  readonly total?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sorting?: Sorting;
  readonly foot?: readonly FootRow[];
  readonly stale?: boolean;
}

/** A table at a desk, cards on a phone; it scrolls inside its own box, never the page. */
export function Table<Row>({ caption, columns, rows, keyOf, sorting, foot = [], stale = false }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={stale ? 'table-box stale' : 'table-box'} tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} {...(sorting === undefined ? {} : { sorting })} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {foot.length > 0 && <Foot columns={columns} rows={foot} />}
      </table>
    </section>
  );
}

function Head<Row>({ column, sorting }: { readonly column: Column<Row>; readonly sorting?: Sorting }) {
  const active = sorting?.key === column.key;
  const direction = active ? (sorting.descending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={column.figure === true ? 'figure' : ''} aria-sort={direction}>
      {sorting !== undefined && column.sortable === true ? (
        <button type="button" className="sort" onClick={() => sorting.onSort(column.key)}>
          {column.name}
          <i aria-hidden="true">{active ? (sorting.descending ? '↓' : '↑') : ''}</i>
        </button>
      ) : (
        column.name
      )}
      {column.credited === true && <Grade />}
    </th>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  if (column.leads === true) {
    return (
      <th scope="row" className="leads">
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td className={column.figure === true ? 'figure' : ''} data-key={column.key} data-label={labelOf(column)}>
      {column.cell(row)}
    </td>
  );
}

function Foot<Row>({ columns, rows }: { readonly columns: readonly Column<Row>[]; readonly rows: readonly FootRow[] }) {
  return (
    <tfoot>
      {rows.map((row) => (
        <tr key={row.key} className={row.total === true ? 'total' : ''}>
          <th scope="row" className="leads">
            {row.label}
          </th>
          {columns.slice(1).map((column, index) => (
            <td key={column.key} className={column.figure === true ? 'figure' : ''} data-key={column.key} data-label={labelOf(column)}>
              {row.cells[index]}
            </td>
          ))}
        </tr>
      ))}
    </tfoot>
  );
}

/** On a card there is no head to carry the grade. */
function labelOf<Row>(column: Column<Row>): string {
  return column.credited === true ? `${column.name} (D)` : column.name;
}
