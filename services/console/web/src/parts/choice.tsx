interface Option {
  readonly id: string;
  readonly name: string;
}

interface ChoiceProps {
  readonly legend: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of a few, all in sight; arrow keys move, as radio buttons do. */
export function Choice({ legend, options, value, onChange }: ChoiceProps) {
  return (
    <fieldset className="choice">
      <legend className="unseen">{legend}</legend>
      {options.map((option) => (
        <label key={option.id} className={option.id === value ? 'on' : ''}>
          <input type="radio" name={legend} value={option.id} checked={option.id === value} onChange={() => onChange(option.id)} />
          <span>{option.name}</span>
        </label>
      ))}
    </fieldset>
  );
}
