// A labelled entry field with a hint and, where it is wrong, the reason in words.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface FieldProps {
  label: string;
  hint?: string;
  /** Why what stands in it can't be used. */
  fault?: string | undefined;
  placeholder?: string;
  /** Takes the focus when it appears. */
  autofocus?: boolean;
  value: string;
  onValue: (value: string) => void;
}

export function Field({ label, hint, fault, placeholder, autofocus, value, onValue }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // The attribute of that name is heeded once in a page, and when a sheet opens. At once: what is typed next must not be selected.
  useLayoutEffect(() => {
    if (autofocus === true) input.current?.select();
  }, []);
  return (
    <div class="field-group">
      <div class="field-head">
        <label for={id}>{label}</label>
        {hint !== undefined && <span id={`${id}-hint`}>{hint}</span>}
      </div>
      <div class="field" data-fault={fault !== undefined}>
        <input
          ref={input}
          autocomplete="off"
          spellcheck={false}
          placeholder={placeholder}
          autofocus={autofocus}
          id={id}
          value={value}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-hint ${id}-fault`}
          onInput={({ currentTarget }) => onValue(currentTarget.value)}
        />
        {fault !== undefined && <Icon name="warning" />}
      </div>
      <p class="field-fault" id={`${id}-fault`} aria-live="polite">
        {fault}
      </p>
    </div>
  );
}
