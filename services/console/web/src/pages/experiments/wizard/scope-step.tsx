import { isPeople } from './draft.js';
import { TextField } from './fields.js';
import { MarketPicker } from './market-picker.js';
import { Picker } from './picker.js';
import type { StepProps } from './step.js';

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
      {draft.design === 'stepped_wedge' ? (
        <TextField
          kind="number"
          label="Steps"
          value={draft.steps}
          onChange={(steps) => change({ steps })}
          says="The lot gives every unit one of them; the last is compared with."
        />
      ) : (
        <TextField
          kind="number"
          label={redirect ? 'Share that lands on the plain page' : 'Share that goes without'}
          unit="%"
          value={draft.control_percent}
          onChange={(control_percent) => change({ control_percent })}
          says="Half sees most with the same number of units; less costs fewer orders and takes longer."
        />
      )}
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
