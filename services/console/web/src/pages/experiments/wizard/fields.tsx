import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  /** What it is for, under the field. */
  readonly says?: ReactNode;
  readonly children: (id: string) => ReactNode;
}

/** A label, a control, and what it means. */
export function Field({ label, says, children }: FieldProps) {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {says !== undefined && <small className="quiet">{says}</small>}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly says?: ReactNode;
  readonly unit?: string;
  readonly kind?: 'text' | 'number' | 'url';
  readonly placeholder?: string;
}

/** A line of text or a number, with its unit behind it. */
export function TextField({ label, value, onChange, says, unit, kind = 'text', placeholder }: TextProps) {
  return (
    <Field label={label} says={says}>
      {(id) => (
        <span className="with-unit">
          <input
            id={id}
            className={kind === 'number' ? 'narrow' : 'broad'}
            type={kind === 'url' ? 'url' : 'text'}
            inputMode={kind === 'number' ? 'decimal' : 'text'}
            value={value}
            {...(placeholder === undefined ? {} : { placeholder })}
            onChange={(event) => onChange(event.target.value)}
          />
          {unit !== undefined && <span className="quiet">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (value: string) => void;
  readonly says?: ReactNode;
}

export function SelectField({ label, value, options, onChange, says }: SelectProps) {
  return (
    <Field label={label} says={says}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
