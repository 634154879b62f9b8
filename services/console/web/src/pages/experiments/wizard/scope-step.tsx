import { isPeople } from './draft.js';
import { TextField } from './fields.js';
import { MarketPicker } from './market-picker.js';
import { Picker } from './picker.js';
import type { StepProps } from './step.js';

/** Designs that divide units by shares; in the others somebody chose, or people themselves did. */
const SHARED: ReadonlySet<StepProps['draft']['design']> = new Set([
  'redirect_holdout',
  'user_holdout',
  'geo_holdout',
  'geo_heavy_up',
  'creator_lottery',
  'week_lottery',
]);

/** What it is about, and how large the arm is that goes without. */
export function ScopeStep({ draft, change }: StepProps) {
  const redirect = draft.design === 'redirect_holdout';
  return (
    <>
      {redirect && <p className="quiet">Visitors of these links are split; whoever asks not to be recognised is in no arm.</p>}
      {draft.unit !== 'geo' && <Picker kind="link" label="Links" chosen={draft.links} onChange={(links) => change({ links })} />}
      {!redirect && <Picker kind="creator" label="Creators" chosen={draft.creators} onChange={(creators) => change({ creators })} />}
      {!redirect && <Picker kind="campaign" label="Campaigns" chosen={draft.campaigns} onChange={(campaigns) => change({ campaigns })} />}
      {draft.unit === 'geo' && <MarketPicker draft={draft} change={change} />}
      {isPeople(draft) && !redirect && <p className="quiet">Nothing chosen means everything.</p>}
      <ArmsField draft={draft} change={change} />
      {redirect && (
        <TextField
          kind="url"
          label="Plain page"
          value={draft.holdout_url}
          onChange={(holdout_url) => change({ holdout_url })}
          placeholder="https://shop.example/"
          says="Left empty, the link’s own destination without its campaign parameters."
        />
      )}
    </>
  );
}

/** The form makes two arms, or steps; a draft that has others keeps them until told otherwise. */
function ArmsField({ draft, change }: StepProps) {
  const { design, kept } = draft;
  if (kept.arms !== null) {
    const { arms, control_arm } = kept.arms;
    const told = arms.map(({ name, weight }) => `${name} (${weight})`).join(', ');
    return (
      <div className="form-field">
        <strong>Arms</strong>
        <p>
          {told}; compared with {control_arm}. They were not written here, and stay as they are.
        </p>
        <button type="button" className="button quiet" onClick={() => change({ kept: { ...kept, arms: null } })}>
          {design === 'stepped_wedge' ? 'Take steps instead' : 'Take two arms instead'}
        </button>
      </div>
    );
  }
  if (design === 'stepped_wedge')
    return (
      <TextField
        kind="number"
        label="Steps"
        value={draft.steps}
        onChange={(steps) => change({ steps })}
        says="The lot gives every unit one of them; the last is compared with."
      />
    );
  if (!SHARED.has(design)) return null;
  return (
    <TextField
      kind="number"
      label={design === 'redirect_holdout' ? 'Share that lands on the plain page' : 'Share that goes without'}
      unit="%"
      value={draft.control_percent}
      onChange={(control_percent) => change({ control_percent })}
      says="Half sees most with the same number of units; less costs fewer orders and takes longer."
    />
  );
}
