// The sheet on which a backup is made, and then opened once to see that it can be: only that makes it one.
import { useEffect, useState } from 'preact/hooks';
import type { BackupContents, CommandResult } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { NewPassphrase } from '../../components/new-passphrase.tsx';
import { Note } from '../../components/note.tsx';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { words } from '../../messages/words.ts';
import { fileSize } from '../../text/size.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';
import { Contents } from './contents.tsx';

const text = words.backup;

type Made = CommandResult<'create_backup'>;

export function MakeBackup({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Made>();
  return (
    <Sheet title={made ? text.testTitle : text.makeTitle} size="small" onClose={onClose}>
      {(close) => (made ? <Test made={made} close={close} /> : <Make onMade={setMade} close={close} />)}
    </Sheet>
  );
}

function Make({ onMade, close }: { onMade: (made: Made) => void; close: () => void }) {
  const { host } = useLoom();
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState<string>();
  const { busy, fault, ask } = useAsk();
  const ready = path.trim() !== '' && passphrase !== undefined && !busy;

  useEffect(() => {
    host.call('suggest_backup_path', {}).then(
      (suggested) => setPath((typed) => (typed === '' ? suggested.path : typed)),
      // Nothing is lost: the person can name a place.
      () => {},
    );
  }, [host]);

  async function make(): Promise<void> {
    if (passphrase === undefined) return;
    await ask(async () => onMade(await host.call('create_backup', { path: path.trim(), passphrase })));
  }

  return (
    <form
      class="steps-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void make();
      }}
    >
      <p class="sheet-text">{text.passphraseText}</p>
      <Field label={text.place} hint={text.placeHint} value={path} onValue={setPath} />
      <NewPassphrase label={text.passphrase} onPassphrase={setPassphrase} disabled={busy} autofocus />
      <Trouble fault={fault} />
      <footer class="sheet-foot">
        <p role="status">{busy && text.making}</p>
        <Button onClick={close}>{text.cancel}</Button>
        <Button look="primary" type="submit" disabled={!ready}>
          {text.make}
        </Button>
      </footer>
    </form>
  );
}

function Test({ made, close }: { made: Made; close: () => void }) {
  const { host } = useLoom();
  const [passphrase, setPassphrase] = useState('');
  const { busy, fault, ask } = useAsk();
  const [contents, setContents] = useState<BackupContents>();

  const test = (): Promise<void> =>
    ask(async () => setContents(await host.call('verify_backup', { path: made.path, passphrase })));

  return (
    <form
      class="steps-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '' && !busy) void test();
      }}
    >
      <Note tone={contents ? 'ok' : 'warn'} icon={contents ? 'ring' : 'info'}>
        <b>{contents ? text.opens : text.untested}</b>
        <br />
        {text.made(fileSize(made.bytes, words.locale), made.path)}
      </Note>
      {contents ? (
        <Contents contents={contents} />
      ) : (
        <>
          <p class="sheet-text">{text.testText}</p>
          <PassphraseField
            label={text.passphrase}
            value={passphrase}
            onValue={setPassphrase}
            fault={fault}
            disabled={busy}
            autofocus
          />
        </>
      )}
      <footer class="sheet-foot">
        <p role="status">{busy && text.testing}</p>
        {contents ? (
          <Button look="primary" onClick={close}>
            {text.done}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{text.later}</Button>
            <Button look="primary" type="submit" disabled={busy || passphrase === ''}>
              {text.test}
            </Button>
          </>
        )}
      </footer>
    </form>
  );
}
