import type { ModelSplit, OrderAnswer, TouchAnswer } from '../../../../src/answers.js';
import { modelName } from '../../format/models.js';
import { percent } from '../../format/numbers.js';
import { instant } from '../../format/times.js';
import { Money } from '../../parts/money.js';
import { Empty } from '../../parts/notice.js';
import { useView } from '../../view.js';

const UNATTRIBUTED = '(unattributed)';

/** Touches down, models across, money in the cells; every column adds up to what there was to credit. */
export function Matrix({ answer }: { readonly answer: OrderAnswer }) {
  const { model } = useView();
  if (answer.models.length === 0) {
    return <Empty title="This order is being credited. It takes a few seconds." />;
  }
  const name = (split: ModelSplit) => modelName(split.model);
  const chosen = (split: ModelSplit) => (split.model === model.id ? 'figure chosen' : 'figure');
  const rows = rowsOf(answer);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label="Credit by touch and model">
      <table className="table plain matrix">
        <caption className="unseen">Credit by touch and model</caption>
        <thead>
          <tr>
            <th scope="col">Touch</th>
            {answer.models.map((split) => (
              <th key={split.model} scope="col" className={chosen(split)}>
                {name(split)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.touch_id}>
              <th scope="row">{row.touch === undefined ? 'Unattributed' : <TouchName touch={row.touch} />}</th>
              {answer.models.map((split) => (
                <Share key={split.model} split={split} touchId={row.touch_id} answer={answer} className={chosen(split)} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="total">
            <th scope="row">Adds up to</th>
            {answer.models.map((split) => (
              <td key={split.model} className={chosen(split)} data-testid={`total-${split.model}`}>
                <Money minor={split.total_minor} currency={answer.currency} />
                <small>{split.total_minor === answer.net_minor ? '= to credit' : '≠ to credit'}</small>
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

interface MatrixRow {
  readonly touch_id: string;
  readonly touch: TouchAnswer | undefined;
}

/** Touches that any model gives something, in order of time, and nobody's part where there is one. */
function rowsOf(answer: OrderAnswer): readonly MatrixRow[] {
  const credited = new Set(answer.models.flatMap((split) => split.lines.map((line) => line.touch_id)));
  const touches = answer.touches.filter((touch) => touch.counted || credited.has(touch.touch_id));
  const rows = touches.map((touch) => ({ touch_id: touch.touch_id, touch }));
  return credited.has(UNATTRIBUTED) ? [...rows, { touch_id: UNATTRIBUTED, touch: undefined }] : rows;
}

function TouchName({ touch }: { readonly touch: TouchAnswer }) {
  const { workspace } = useView();
  return (
    <span className="who">
      {touch.name}
      <small>
        {touch.kind === 'code' ? `code ${touch.label}` : 'click'} · {instant(touch.occurred_at, workspace.time_zone)}
      </small>
    </span>
  );
}

interface ShareProps {
  readonly split: ModelSplit;
  readonly touchId: string;
  readonly answer: OrderAnswer;
  readonly className: string;
}

function Share({ split, touchId, answer, className }: ShareProps) {
  const line = split.lines.find((each) => each.touch_id === touchId);
  if (line === undefined || line.weight === 0) return <td className={`${className} nothing`}>–</td>;
  return (
    <td className={className}>
      <Money minor={line.amount_minor} currency={answer.currency} />
      <small>{percent(line.weight, Number.isInteger(line.weight * 100) ? 0 : 1)}</small>
    </td>
  );
}
