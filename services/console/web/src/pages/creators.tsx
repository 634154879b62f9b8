import { useState } from 'react';
import type { CreatorRow, CreatorsAnswer } from '../../../src/answers.js';
import { saveFile, toCsv } from '../format/csv.js';
import { count } from '../format/numbers.js';
import { platformName } from '../format/words.js';
import { useLive } from '../live/use-live.js';
import { PageHead } from '../parts/controls.js';
import { Empty, Notice, Waiting } from '../parts/notice.js';
import { changeQuery } from '../route/router.js';
import { Table } from '../table/table.js';
import { reportPath, useView } from '../view.js';
import { type CreatorColumn, creatorColumns } from './creators/columns.js';
import { creatorFoot } from './creators/foot.js';
import { type Selection, SORT_DEFAULT, select, selectionOf } from './creators/selection.js';

/** As many rows are drawn at once; the rest on demand, so that 5,000 creators stay quick. */
const ROWS_STEP = 100;

/** Every creator, side by side. */
export function CreatorsPage() {
  const view = useView();
  const { data, stale, problem, retry } = useLive<CreatorsAnswer>(reportPath(view, 'creators'));
  return (
    <>
      <PageHead title="Creators" />
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data !== undefined && <Creators answer={data} stale={stale} />}
      {data === undefined && problem === undefined && <Waiting />}
    </>
  );
}

function Creators({ answer, stale }: { readonly answer: CreatorsAnswer; readonly stale: boolean }) {
  const { route, workspace } = useView();
  const [limit, setLimit] = useState(ROWS_STEP);
  const selection = selectionOf(route.query);
  const columns = creatorColumns(answer.currency, Math.max(0, ...answer.creators.map((row) => row.revenue_minor)));
  const rows = select(answer.creators, columns, selection);
  const sort = (key: string) => {
    const descending = key === selection.sort ? !selection.descending : key !== 'name';
    changeQuery({ sort: key === SORT_DEFAULT ? '' : key, dir: descending ? '' : 'up' });
  };
  const save = () => saveFile(`touchline-${workspace.workspace_id}-creators-${answer.period.from}-${answer.period.to}.csv`, csvOf(rows, columns, answer));
  if (answer.creators.length === 0) return <Empty title="No creators yet. A creator appears with its first tracked link." />;
  return (
    <>
      <Tools rows={answer.creators} shown={rows.length} selection={selection} columns={columns} onSort={sort} onSave={save} />
      <Table
        caption="Creators"
        columns={columns}
        rows={rows.slice(0, limit)}
        keyOf={(row) => row.creator_id}
        sorting={{ key: selection.sort, descending: selection.descending, onSort: sort }}
        foot={creatorFoot(answer)}
        stale={stale}
      />
      {rows.length === 0 && <Empty title="No creator matches." />}
      {rows.length > limit && (
        <p className="more">
          <button type="button" className="button quiet" onClick={() => setLimit(limit + ROWS_STEP)}>
            Show {count(Math.min(ROWS_STEP, rows.length - limit))} more of {count(rows.length)}
          </button>
        </p>
      )}
    </>
  );
}

interface ToolsProps {
  readonly rows: readonly CreatorRow[];
  readonly shown: number;
  readonly selection: Selection;
  readonly columns: readonly CreatorColumn[];
  readonly onSort: (key: string) => void;
  readonly onSave: () => void;
}

function Tools({ rows, shown, selection, columns, onSort, onSave }: ToolsProps) {
  const platforms = [...new Set(rows.map((row) => row.platform).filter((platform) => platform !== ''))].sort();
  return (
    <div className="tools">
      <label className="field">
        <span>Find</span>
        <input type="search" placeholder="Name or handle" value={selection.search} onChange={(event) => changeQuery({ q: event.target.value })} />
      </label>
      <label className="field">
        <span>Platform</span>
        <select value={selection.platform} onChange={(event) => changeQuery({ platform: event.target.value })}>
          <option value="">All</option>
          {platforms.map((platform) => (
            <option key={platform} value={platform}>
              {platformName(platform)}
            </option>
          ))}
        </select>
      </label>
      <label className="field phone">
        <span>Sort by</span>
        <select value={selection.sort} onChange={(event) => onSort(event.target.value)}>
          {columns.map((column) => (
            <option key={column.key} value={column.key}>
              {column.name}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet count" role="status">
        {shown === rows.length ? `${count(rows.length)} creators` : `${count(shown)} of ${count(rows.length)} creators`}
      </p>
      <button type="button" className="button quiet" onClick={onSave}>
        Export CSV
      </button>
    </div>
  );
}

/** The rows as they are shown, in that order, with the currency, the days and the model in every line. */
function csvOf(rows: readonly CreatorRow[], columns: readonly CreatorColumn[], answer: CreatorsAnswer): string {
  const cells = columns.flatMap((column) => column.csv);
  const context = [answer.currency, answer.period.from, answer.period.to, answer.model];
  const head = [...cells.map((cell) => cell.name), 'Currency', 'From', 'To', 'Model'];
  return toCsv([head, ...rows.map((row) => [...cells.map((cell) => cell.value(row)), ...context])]);
}
