// Where a backup comes from: a file that is dropped or chosen here and handed over, or a path on this device. It is read as a
// whole, with its passphrase, before anything is asked.
import { useRef, useState } from 'preact/hooks';
import type { BackupContents } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { words } from '../../messages/words.ts';
import { handOver } from '../../state/hand-over.ts';
import { sentence } from '../../state/threads.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { fileSize } from '../../text/size.ts';
import { useLoom } from '../context.ts';
import { useArrivals } from '../use-arrivals.ts';

const text = words.backup;

/** A backup that has been read: where it is, and what opens it. */
export interface Chosen {
  readonly source: { readonly path: string } | { readonly upload_id: string };
  readonly passphrase: string;
  readonly contents: BackupContents;
}

interface ChooseBackupProps {
  onChosen: (chosen: Chosen) => void;
  close: () => void;
}

export function ChooseBackup({ onChosen, close }: ChooseBackupProps) {
  const { host } = useLoom();
  const [file, setFile] = useState<File>();
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState('');
  /** How much has been handed over, 0 to 1; undefined while nothing is done. */
  const [handed, setHanded] = useState<number>();
  const [fault, setFault] = useState<string>();
  const busy = handed !== undefined;
  const ready = (file !== undefined || path.trim() !== '') && !busy;

  function take(next: File): void {
    setFile(next);
    setPath('');
    setFault(undefined);
  }
  const hovering = useArrivals({ onFile: take, onText: () => undefined });

  async function look(): Promise<void> {
    setHanded(0);
    setFault(undefined);
    try {
      const source = file ? { upload_id: await handOver(host, file, setHanded) } : { path: path.trim() };
      setHanded(1);
      const contents = await host.call('verify_backup', {
        ...source,
        ...(passphrase !== '' && { passphrase }),
      });
      onChosen({ source, passphrase, contents });
    } catch (error) {
      setFault(sentence(error));
      setHanded(undefined);
    }
  }

  return (
    <form
      class="steps-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void look();
      }}
    >
      <FilePlace file={file} hovering={hovering} disabled={busy} onFile={take} />
      <Field
        label={text.orPath}
        placeholder={text.pathExample}
        value={path}
        onValue={(typed) => {
          setPath(typed);
          setFile(undefined);
        }}
      />
      <PassphraseField
        label={text.backupPassphrase}
        hint={text.backupPassphraseHint}
        value={passphrase}
        onValue={setPassphrase}
        disabled={busy}
      />
      {busy && <progress class="hand-over" value={handed} aria-label={text.handingOver} />}
      <Trouble fault={fault} />
      <footer class="sheet-foot">
        <p role="status">{busy && (handed < 1 ? text.handed(Math.floor(handed * 100)) : text.looking)}</p>
        <Button onClick={close}>{text.cancel}</Button>
        <Button look="primary" type="submit" disabled={!ready}>
          {text.look}
        </Button>
      </footer>
    </form>
  );
}

interface FilePlaceProps {
  file: File | undefined;
  hovering: boolean;
  disabled: boolean;
  onFile: (file: File) => void;
}

function FilePlace({ file, hovering, disabled, onFile }: FilePlaceProps) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div class="file-place">
      <Icon name="storage" size={28} />
      <p>
        {file ? (
          <>
            <b>{neutraliseLine(file.name)}</b>
            <br />
            {fileSize(file.size, words.locale)}
          </>
        ) : (
          text.restoreLead
        )}
      </p>
      <Button disabled={disabled} onClick={() => chooser.current?.click()}>
        {file ? text.chooseAnother : text.choose}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (chosen) onFile(chosen);
        }}
      />
      {hovering && (
        <p class="drop-here">
          <Icon name="storage" size={28} />
          {text.drop}
        </p>
      )}
    </div>
  );
}
