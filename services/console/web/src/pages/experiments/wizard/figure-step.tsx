import { designWords, guardName, methodName } from '../../../format/designs.js';
import { useView } from '../../../view.js';
import { type Draft, isPeople } from './draft.js';
import { SelectField, TextField } from './fields.js';
import type { StepProps } from './step.js';

const METRICS = [
  { id: 'conversion_rate', name: 'Conversion rate: who ordered at all' },
  { id: 'orders', name: 'Orders per unit' },
  { id: 'revenue', name: 'Revenue per unit' },
];
const SCALES = [
  { id: 'absolute', name: 'Absolute: points, orders or money per unit' },
  { id: 'relative', name: 'Relative: per cent of the arm that goes without' },
];
const MARKET_GUARDS = ['arms_apart', 'every_day_told', 'one_currency', 'full_weeks', 'alone_on_scope'];
const OVER_TIME: ReadonlySet<string> = new Set(['synthetic_control', 'synthetic_did', 'did', 'tbr']);
const PEOPLE_GUARDS = ['sample_ratio', 'arms_apart', 'exposure_first', 'minimum_units', 'minimum_conversions', 'full_weeks', 'outliers', 'alone_on_scope'];

/** What the server will ask of that design before it shows a number. */
function guardsFor({ design, unit, method }: Draft): readonly string[] {
  if (design === 'matched_exposure') return ['overlap', 'balance', 'placebo_outcome', 'alone_on_scope'];
  if (isPeople({ unit })) return PEOPLE_GUARDS;
  const own = OVER_TIME.has(method) ? 'placebo_in_time' : 'assignments';
  return [...MARKET_GUARDS.filter((guard) => unit === 'geo' || guard !== 'every_day_told'), own];
}

/** By which figure the arms are compared, how, and what has to hold before a number is shown. */
export function FigureStep({ draft, change }: StepProps) {
  const { currency } = useView().workspace;
  const methods = designWords(draft.design).methods.map((id) => ({ id, name: methodName(id) }));
  return (
    <>
      <div className="form-row">
        {draft.unit !== 'geo' && (
          <SelectField label="Figure" value={draft.metric} options={METRICS} onChange={(metric) => change({ metric: metric as Draft['metric'] })} />
        )}
        <SelectField
          label="Scale"
          value={draft.scale}
          options={SCALES}
          onChange={(scale) => change({ scale: scale as Draft['scale'] })}
          says="Fixed now, so that nobody picks the nicer one later."
        />
      </div>
      <div className="form-row">
        <SelectField label="Method" value={draft.method} options={methods} onChange={(method) => change({ method })} />
        <TextField
          kind="number"
          label="Confidence"
          unit="%"
          value={draft.confidence_percent}
          onChange={(confidence_percent) => change({ confidence_percent })}
        />
        {isPeople(draft) && (
          <TextField
            kind="number"
            label="Conversion window"
            unit="days"
            value={draft.window_days}
            onChange={(window_days) => change({ window_days })}
            says="Orders count for so long after a unit got its arm."
          />
        )}
        {isPeople(draft) && draft.metric === 'revenue' && (
          <TextField
            kind="number"
            label="Cap for one unit"
            unit={currency}
            value={draft.cap}
            onChange={(cap) => change({ cap })}
            says="Also shown with each unit’s revenue cut at this. Left empty: not."
          />
        )}
      </div>
      <p>Whatever you choose, a number is shown only while these hold:</p>
      <ul className="guards">
        {guardsFor(draft).map((guard) => (
          <li key={guard} className="holds">
            <i aria-hidden="true">✓</i>
            <span>{guardName(guard)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
