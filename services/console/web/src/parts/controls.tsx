import { span } from '../format/times.js';
import { RANGE_DEFAULT, RANGES } from '../route/period.js';
import { changeQuery } from '../route/router.js';
import { useView } from '../view.js';
import { AsOfPicker } from './as-of.js';
import { Choice } from './choice.js';
import { GradeLine } from './grade.js';

/** Which days: a usual span, or any two days. */
function PeriodPicker() {
  const { route, period } = useView();
  const range = route.query.get('range') ?? RANGE_DEFAULT;
  const custom = (from: string, to: string) => changeQuery({ range: 'custom', from, to });
  const choose = (id: string) => (id === 'custom' ? custom(period.from, period.to) : changeQuery({ range: id === RANGE_DEFAULT ? '' : id, from: '', to: '' }));
  return (
    <div className="period">
      <Choice legend="Period" options={[...RANGES, { id: 'custom', name: 'Custom' }]} value={range} onChange={choose} />
      {range === 'custom' && (
        <span className="dates">
          <label>
            <span className="unseen">From</span>
            <input type="date" value={period.from} max={period.to} onChange={(event) => event.target.value !== '' && custom(event.target.value, period.to)} />
          </label>
          <span aria-hidden="true">–</span>
          <label>
            <span className="unseen">To</span>
            <input type="date" value={period.to} min={period.from} onChange={(event) => event.target.value !== '' && custom(period.from, event.target.value)} />
          </label>
        </span>
      )}
    </div>
  );
}

/** By which rule orders are credited, with what the rule does in one line and how strong its evidence is. */
function ModelPicker() {
  const { site, model } = useView();
  return (
    <div className="model">
      <span className="model-label" aria-hidden="true">
        Credit by
      </span>
      <Choice legend="Credit by" options={site.models} value={model.id} onChange={(id) => changeQuery({ model: id === site.models[0]?.id ? '' : id })} />
      <p className="model-says">
        {model.explanation} <GradeLine />
      </p>
    </div>
  );
}

/** The head of a page of figures: what it is, of which days, credited how. */
export function PageHead({ title, children }: { readonly title: string; readonly children?: React.ReactNode }) {
  const { period, workspace } = useView();
  return (
    <header className="head">
      <div className="head-title">
        <h1>{title}</h1>
        <p className="quiet">
          {span(period.from, period.to)} · {workspace.time_zone.replaceAll('_', ' ')} time
        </p>
        {children}
      </div>
      <PeriodPicker />
      <ModelPicker />
      <AsOfPicker />
    </header>
  );
}
