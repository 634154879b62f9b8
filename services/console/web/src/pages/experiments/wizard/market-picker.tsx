import type { MarketsAnswer } from '../../../../../src/experiment-answers.js';
import { count } from '../../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../../live/use-live.js';
import { useView } from '../../../view.js';
import { SelectField, TextField } from './fields.js';
import type { StepProps } from './step.js';

/** The figure that markets are compared by, and which of them take part. */
export function MarketPicker({ draft, change }: StepProps) {
  const { workspace } = useView();
  const { data } = useLive<MarketsAnswer>(`/api/${encodeURIComponent(workspace.workspace_id)}/markets`, SELDOM_MS);
  const known = data?.metrics ?? [];
  const geos = known.find(({ name }) => name === draft.market_metric)?.geos ?? [];
  if (data !== undefined && known.length === 0)
    return (
      <>
        <p className="quiet">
          No market has reported a figure yet: send <code>geo_outcome</code> events first, or name what they will report.
        </p>
        <TextField label="Figure that markets will report" value={draft.market_metric} onChange={(market_metric) => change({ market_metric })} />
        <TextField
          label="Markets"
          value={draft.geos.join(', ')}
          onChange={(text) =>
            change({
              geos: text
                .split(',')
                .map((each) => each.trim())
                .filter((each) => each !== ''),
            })
          }
          says="Their names, with commas between them."
        />
      </>
    );
  const toggle = (geo: string) => change({ geos: draft.geos.includes(geo) ? draft.geos.filter((each) => each !== geo) : [...draft.geos, geo] });
  return (
    <>
      <SelectField
        label="Figure that markets report"
        value={draft.market_metric}
        options={[{ id: '', name: 'Choose' }, ...known.map(({ name, days }) => ({ id: name, name: `${name} (${count(days)} days)` }))]}
        onChange={(market_metric) => change({ market_metric, geos: known.find(({ name }) => name === market_metric)?.geos ?? [] })}
      />
      {geos.length > 0 && (
        <fieldset className="checks">
          <legend>Markets that take part</legend>
          {geos.map((geo) => (
            <label key={geo}>
              <input type="checkbox" checked={draft.geos.includes(geo)} onChange={() => toggle(geo)} /> {geo}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
