import { useState } from 'react';
import type { ChoicesAnswer, Choosable } from '../../../../../src/experiment-answers.js';
import { SELDOM_MS, useLive } from '../../../live/use-live.js';
import { useView } from '../../../view.js';
import { Field } from './fields.js';

interface PickerProps {
  readonly kind: 'link' | 'creator' | 'campaign';
  readonly label: string;
  readonly chosen: readonly Choosable[];
  readonly onChange: (chosen: readonly Choosable[]) => void;
}

/** Looks things up by name and keeps those that were chosen. */
export function Picker({ kind, label, chosen, onChange }: PickerProps) {
  const { workspace } = useView();
  const [search, setSearch] = useState('');
  const query = new URLSearchParams({ kind, search });
  const { data } = useLive<ChoicesAnswer>(`/api/${encodeURIComponent(workspace.workspace_id)}/choices?${query.toString()}`, SELDOM_MS);
  const free = (data?.choices ?? []).filter(({ id }) => !chosen.some((each) => each.id === id));
  return (
    <Field label={label}>
      {(id) => (
        <div className="picker">
          {chosen.length > 0 && (
            <ul className="chips">
              {chosen.map((each) => (
                <li key={each.id}>
                  {each.name}
                  <button type="button" aria-label={`Take out ${each.name}`} onClick={() => onChange(chosen.filter((other) => other !== each))}>
                    ×
                  </button>
                </li>
              ))}
            </ul>
          )}
          <input id={id} type="search" value={search} placeholder={`Find ${label.toLowerCase()}`} onChange={(event) => setSearch(event.target.value)} />
          <ul className="found" aria-label={`${label} to choose`}>
            {free.map((each) => (
              <li key={each.id}>
                <button type="button" onClick={() => onChange([...chosen, each])}>
                  {each.name} <small className="quiet">{each.detail}</small>
                </button>
              </li>
            ))}
            {data !== undefined && free.length === 0 && <li className="quiet">None{search === '' ? '' : ' of that name'}.</li>}
            {data?.more === true && <li className="quiet">There are more: narrow it down.</li>}
          </ul>
        </div>
      )}
    </Field>
  );
}
