// Where what was written is kept: what protects its key, the lock, backups and the way back, and the end of it all.
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { words } from '../../messages/words.ts';
import { MakeBackup } from '../backup/make-backup.tsx';
import { RestoreBackup } from '../backup/restore-backup.tsx';
import { useLoom } from '../context.ts';
import { WipeProfile } from '../lock/wipe-profile.tsx';
import { KeyCustodyGroup } from './key-custody.tsx';
import { LockGroup } from './lock.tsx';
import { SectionPage } from './page.tsx';

const text = words.settings;

export function StorageSection() {
  const status = useLoom().status.value;
  const [asked, setAsked] = useState<'backup' | 'restore' | 'wipe'>();
  const close = (): void => setAsked(undefined);
  if (!status) return null;
  return (
    <SectionPage title={text.storage}>
      <p class="section-lead">{text.storageLead}</p>
      <KeyCustodyGroup custody={status.key_custody} />
      <LockGroup custody={status.key_custody} />
      <section class="settings-group" aria-label={words.backup.title}>
        <h3>{words.backup.title}</h3>
        <p>{words.backup.lead}</p>
        <div class="group-deeds">
          <Button icon="save" onClick={() => setAsked('backup')}>
            {words.backup.backUp}
          </Button>
          <Button icon="again" onClick={() => setAsked('restore')}>
            {words.backup.restoreOpen}
          </Button>
        </div>
      </section>
      <section class="settings-group" aria-label={words.lock.wipeSection}>
        <h3>{words.lock.wipeSection}</h3>
        <p>{words.lock.orWipeText}</p>
        <div class="group-deeds">
          <Button look="danger" icon="remove" onClick={() => setAsked('wipe')}>
            {words.lock.wipeOpen}
          </Button>
        </div>
      </section>
      {asked === 'backup' && <MakeBackup onClose={close} />}
      {asked === 'restore' && <RestoreBackup replace onClose={close} />}
      {asked === 'wipe' && <WipeProfile onClose={close} />}
    </SectionPage>
  );
}
