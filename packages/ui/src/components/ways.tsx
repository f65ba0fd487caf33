// A few ways to the same end, of which one is open: a well over the whole width, with a drawing to each. A group of radio
// buttons to keys and screen readers.
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface WaysProps<T extends string> {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string; readonly icon: IconName }[];
  onChange: (value: T) => void;
}

export function Ways<T extends string>({ label, value, options, onChange }: WaysProps<T>) {
  const name = useId();
  return (
    <fieldset class="ways">
      <legend class="visually-hidden">{label}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment" data-chosen={option.value === value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <Icon name={option.icon} size={16} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
