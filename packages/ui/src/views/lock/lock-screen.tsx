// The window while the profile is locked: a passphrase opens it, and whoever has lost theirs is told what can be done. It knows
// nothing of what lies behind.
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { words } from '../../messages/words.ts';
import { sentence } from '../../state/threads.ts';
import { RestoreBackup } from '../backup/restore-backup.tsx';
import { useLoom } from '../context.ts';
import { WipeProfile } from './wipe-profile.tsx';

const text = words.lock;

export function LockScreen() {
  const { host, status } = useLoom();
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  async function unlock(): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      await host.call('unlock', { passphrase });
      // What is behind it is being read; then this face is gone.
    } catch (error) {
      setFault(sentence(error));
      setBusy(false);
    }
  }

  return (
    <main class="lock-screen" tabIndex={-1}>
      <div class="pane lock-card">
        <Mark size={64} />
        <h1>{text.title}</h1>
        <p class="lock-profile">{text.profile(status.value?.profile ?? '')}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (passphrase !== '' && !busy) void unlock();
          }}
        >
          <PassphraseField
            label={text.passphrase}
            value={passphrase}
            onValue={setPassphrase}
            fault={fault}
            disabled={busy}
            autofocus
          />
          <Button look="primary" type="submit" wide disabled={busy || passphrase === ''}>
            {busy ? text.unlocking : text.unlock}
          </Button>
          <p class="lock-slow" role="status" data-busy={busy}>
            {busy && text.slow}
          </p>
        </form>
        <Forgotten />
      </div>
    </main>
  );
}

function Forgotten() {
  const [asked, setAsked] = useState<'restore' | 'wipe'>();
  return (
    <details class="lock-forgotten">
      <summary>
        <Icon name="info" size={16} />
        {text.forgotten}
      </summary>
      <p>{text.forgottenText}</p>
      <div class="lock-ways">
        <Button icon="again" onClick={() => setAsked('restore')}>
          {text.orRestore}
        </Button>
        <p>{text.orRestoreText}</p>
        <Button look="danger" icon="remove" onClick={() => setAsked('wipe')}>
          {text.orWipe}
        </Button>
        <p>{text.orWipeText}</p>
      </div>
      {asked === 'restore' && <RestoreBackup replace onClose={() => setAsked(undefined)} />}
      {asked === 'wipe' && <WipeProfile onClose={() => setAsked(undefined)} />}
    </details>
  );
}
