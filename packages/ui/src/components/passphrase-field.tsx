// An entry field for a passphrase: hidden until it is to be seen, with a word where Caps Lock is on.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { words } from '../messages/words.ts';
import { IconButton } from './button.tsx';

const text = words.lock;

interface PassphraseFieldProps {
  label: string;
  hint?: string | undefined;
  /** Why what stands in it can't be used. */
  fault?: string | undefined;
  /** Takes the focus when it appears. */
  autofocus?: boolean;
  disabled?: boolean;
  value: string;
  onValue: (value: string) => void;
}

export function PassphraseField(props: PassphraseFieldProps) {
  const { label, hint, fault, autofocus = false, disabled = false, value, onValue } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [capital, setCapital] = useState(false);
  // A sheet heeds the attribute of that name; a face of the window does not.
  useEffect(() => {
    if (autofocus) input.current?.focus();
  }, []);
  // What was tried in vain is typed over.
  const tried = useRef(disabled);
  useEffect(() => {
    if (tried.current && !disabled && fault !== undefined) input.current?.select();
    tried.current = disabled;
  }, [fault, disabled]);
  const heedCapsLock = (event: KeyboardEvent): void => setCapital(event.getModifierState('CapsLock'));

  return (
    <div class="field-group">
      <div class="field-head">
        <label for={id}>{label}</label>
        <span id={`${id}-hint`} aria-live="polite">
          {capital ? text.capsLock : hint}
        </span>
      </div>
      <div class="field passphrase-field" data-fault={fault !== undefined}>
        <input
          ref={input}
          {...(shown ? { type: 'text' } : { type: 'password' })}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          autofocus={autofocus}
          disabled={disabled}
          id={id}
          value={value}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-hint ${id}-fault`}
          onKeyDown={heedCapsLock}
          onKeyUp={heedCapsLock}
          onBlur={() => setCapital(false)}
          onInput={({ currentTarget }) => onValue(currentTarget.value)}
        />
        <IconButton
          icon={shown ? 'eye-off' : 'eye'}
          label={shown ? text.hide : text.show}
          onClick={() => setShown(!shown)}
        />
      </div>
      <p class="field-fault" id={`${id}-fault`} aria-live="polite">
        {fault}
      </p>
    </div>
  );
}
