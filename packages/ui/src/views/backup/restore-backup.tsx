// The sheet on which a backup becomes the profile: the file, what is in it, and only then the last word.
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Note } from '../../components/note.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';
import { ChooseBackup, type Chosen } from './choose-backup.tsx';
import { Contents } from './contents.tsx';

const text = words.backup;

interface RestoreBackupProps {
  /** The profile is in use, and all in it is replaced. */
  replace: boolean;
  onClose: () => void;
}

export function RestoreBackup({ replace, onClose }: RestoreBackupProps) {
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <Sheet title={chosen ? text.readTitle : text.restoreTitle} size="small" onClose={onClose}>
      {(close) =>
        chosen ? (
          <Confirm chosen={chosen} replace={replace} close={close} onBack={() => setChosen(undefined)} />
        ) : (
          <ChooseBackup onChosen={setChosen} close={close} />
        )
      }
    </Sheet>
  );
}

interface ConfirmProps {
  chosen: Chosen;
  replace: boolean;
  close: () => void;
  onBack: () => void;
}

function Confirm({ chosen, replace, close, onBack }: ConfirmProps) {
  const { host, status, asked, say } = useLoom();
  const { busy, fault, ask } = useAsk();

  const restore = (): Promise<void> =>
    ask(async () => {
      const { source, passphrase } = chosen;
      const { kept_aside: keptAside } = await host.call('restore_backup', {
        ...source,
        ...(passphrase !== '' && { passphrase }),
        replace,
      });
      close();
      // By then this sheet may be gone with the lock screen that it lay over.
      if (keptAside === null) say(text.restored);
      else asked.value = { kind: 'restored', keptAside };
    });

  return (
    <div class="steps-form">
      <Contents contents={chosen.contents} />
      {replace && (
        <Note tone="warn" icon="warning">
          {text.replaces(status.value?.profile ?? '')}
        </Note>
      )}
      <p class="sheet-text">{text.heals}</p>
      <Trouble fault={fault} />
      <footer class="sheet-foot">
        <p role="status">{busy && text.restoring}</p>
        <Button onClick={onBack} disabled={busy}>
          {text.back}
        </Button>
        <Button look={replace ? 'final' : 'primary'} disabled={busy} onClick={() => void restore()}>
          {replace ? text.doReplace : text.doRestore}
        </Button>
      </footer>
    </div>
  );
}
