// Two fields for a passphrase that is new, and in honest words what its length is worth. What is in it nobody can measure.
import { useState } from 'preact/hooks';
import { words } from '../messages/words.ts';
import { PassphraseField } from './passphrase-field.tsx';

const text = words.lock;

/** Below these many characters; the engine alone refuses what is too short. */
const shortBelow = 12;
const fairBelow = 20;

interface NewPassphraseProps {
  label?: string;
  /** Why the engine refused it. */
  fault?: string | undefined;
  autofocus?: boolean;
  disabled?: boolean;
  /** Undefined as long as the two differ, or there is none. */
  onPassphrase: (passphrase: string | undefined) => void;
}

export function NewPassphrase(props: NewPassphraseProps) {
  const { label = text.newPassphrase, fault, autofocus = false, disabled = false, onPassphrase } = props;
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');

  function take(one: string, other: string): void {
    setFirst(one);
    setSecond(other);
    onPassphrase(one !== '' && one === other ? one : undefined);
  }

  // While it is being typed, it is not wrong yet.
  const differs = second !== '' && !first.startsWith(second);
  return (
    <div class="new-passphrase">
      <PassphraseField
        label={label}
        value={first}
        onValue={(value) => take(value, second)}
        fault={fault}
        autofocus={autofocus}
        disabled={disabled}
      />
      <p class="passphrase-strength" aria-live="polite">
        {text.strengths[strengthOf(first)]}
      </p>
      <PassphraseField
        label={text.again}
        value={second}
        onValue={(value) => take(first, value)}
        fault={differs ? text.differs : undefined}
        disabled={disabled}
      />
    </div>
  );
}

function strengthOf(passphrase: string): 'none' | 'short' | 'fair' | 'long' {
  const length = Array.from(passphrase).length;
  if (length === 0) return 'none';
  return length < shortBelow ? 'short' : length < fairBelow ? 'fair' : 'long';
}
