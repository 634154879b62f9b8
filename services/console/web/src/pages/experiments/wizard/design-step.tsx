import { DESIGN_WORDS, unitsName } from '../../../format/designs.js';
import { EvidenceGrade } from '../../../parts/evidence-grade.js';
import { type Draft, designed } from './draft.js';
import { SelectField, TextField } from './fields.js';
import type { StepProps } from './step.js';

/** What it is called, and how units come to be treated: the grade follows from that alone. */
export function DesignStep({ draft, change }: StepProps) {
  return (
    <>
      <TextField label="Name" value={draft.name} onChange={(name) => change({ name })} says="What people will call it; it may change later." />
      <fieldset className="designs">
        <legend>What decides who is treated?</legend>
        {DESIGN_WORDS.map((design) => (
          <label key={design.id} className={design.id === draft.design ? 'on' : ''}>
            <input type="radio" name="design" checked={design.id === draft.design} onChange={() => change(designed(design.id))} />
            <span>
              <strong>
                {design.name} <EvidenceGrade grade={design.grade} />
              </strong>
              <span>{design.asks}</span>
              <small className="quiet">{design.needs}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <Units draft={draft} change={change} />
    </>
  );
}

function Units({ draft, change }: StepProps) {
  const words = DESIGN_WORDS.find(({ id }) => id === draft.design);
  const units = (words?.units ?? []).map((id) => ({ id, name: unitsName(id) }));
  return (
    <div className="form-row">
      {units.length > 1 && (
        <SelectField label="What is assigned" value={draft.unit} options={units} onChange={(unit) => change({ unit: unit as Draft['unit'] })} />
      )}
      {draft.design === 'user_holdout' && (
        <SelectField
          label="Assigned by"
          value={draft.assignment}
          options={[
            { id: 'hash', name: 'a salted hash that Touchline works out' },
            { id: 'imported', name: 'a draw of your own, which you report' },
          ]}
          onChange={(assignment) => change({ assignment: assignment as Draft['assignment'] })}
        />
      )}
    </div>
  );
}
