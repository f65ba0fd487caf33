// One of a few, side by side: a well in which the chosen part is raised. A group of radio buttons to keys and screen readers.
import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string | number> {
  label: string;
  hint?: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string }[];
  onChange: (value: T) => void;
}

export function Choice<T extends string | number>({ label, hint, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <fieldset class="setting" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend>{label}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment" data-chosen={option.value === value}>
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
    </fieldset>
  );
}
