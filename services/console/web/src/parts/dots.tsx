export interface DotRow {
  readonly name: string;
  readonly values: readonly number[];
  readonly mean: number;
}

interface DotsProps {
  readonly rows: readonly DotRow[];
  /** As a figure is written. */
  readonly write: (value: number) => string;
}

/** One row an arm, a dot for each unit by what it did, the mean upright; a table beside it has the figures. */
export function Dots({ rows, write }: DotsProps) {
  const values = rows.flatMap((row) => row.values);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.04 || 1;
  const [from, to] = [least - room, most + room];
  const place = (value: number) => `${((100 * (value - from)) / (to - from)).toFixed(2)}%`;
  return (
    <dl className="dots">
      {rows.map(({ name, values: own, mean }) => (
        <div key={name}>
          <dt>
            {name} <small className="quiet">{own.length}</small>
          </dt>
          <dd>
            <span className="dots-line" aria-hidden="true">
              {own.map((value, index) => (
                <i key={index} style={{ insetInlineStart: place(value) }} />
              ))}
              <b style={{ insetInlineStart: place(mean) }} />
            </span>
            <small>mean {write(mean)}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
