// The sheet for adding somebody: their token, the name to show, and an address where they are not found by themselves.
import { useId, useRef, useState } from 'preact/hooks';
import { keyHex } from '@loom/contract';
import { meaningOf } from '../codes/meaning.ts';
import { readPicture } from '../codes/picture.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { sentence } from '../state/threads.ts';
import { readAddress } from '../text/address.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { formatToken } from '../text/token.ts';
import { useLoom } from './context.ts';
import { TokenSource, TokenWays, type Way } from './token-source.tsx';
import { useVerdict, VerdictNote } from './token-verdict.tsx';
import { useArrivals } from './use-arrivals.ts';

const text = words.add;
interface AddContactProps {
  /** That the person opened as a link. */
  token: string | undefined;
  onMeet: () => void;
  onClose: () => void;
}

export function AddContact({ token, onMeet, onClose }: AddContactProps) {
  const { looking } = useLoom();
  return (
    <Sheet title={text.title} size="wide" onClose={onClose}>
      {(close) => (
        <>
          <AddForm linked={token} close={close} />
          {looking.value && (
            <p class="add-instead">
              {text.sideBySide}
              <button type="button" class="link" onClick={onMeet}>
                {text.meetInstead}
              </button>
            </p>
          )}
        </>
      )}
    </Sheet>
  );
}

function AddForm({ linked = '', close }: { linked?: string | undefined; close: () => void }) {
  const { host, selected } = useLoom();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [token, setToken] = useState(() => formatToken(linked));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [added, setAdded] = useState(false);
  const [way, setWay] = useState<Way>('type');
  const [codeFault, setCodeFault] = useState<string>();
  const [looking, setLooking] = useState(false);
  const verdict = useVerdict(token);

  const typedAddress = address.trim() === '' ? undefined : readAddress(address);
  const addressFault = address.trim() !== '' && !typedAddress ? text.addressFault : undefined;
  const ready = verdict.is === 'genuine' && name.trim() !== '' && addressFault === undefined && !busy;

  function correct(correction: string): void {
    setToken(formatToken(correction));
    // The button that was pressed goes away with what it offered.
    document.getElementById(`${id}-token`)?.focus();
  }

  /** What a code holds, or what was pasted beside the fields. @returns whether that is a token. */
  function take(found: string): boolean {
    const meaning = meaningOf(found);
    if (meaning.is !== 'token') {
      setCodeFault(meaning.is === 'safety-number' ? words.codes.isSafetyNumber : words.codes.isOther);
      return false;
    }
    setCodeFault(undefined);
    setToken(formatToken(meaning.token));
    setWay('type');
    // Where the code was read, nothing is left to do.
    form.current?.querySelector<HTMLInputElement>('input:not([type=radio])')?.focus();
    return true;
  }

  async function read(file: Blob): Promise<void> {
    setCodeFault(undefined);
    setLooking(true);
    try {
      const found = await readPicture(file);
      if (typeof found === 'string') setCodeFault(words.codes.pictureFaults[found]);
      else take(found.text);
    } catch {
      setCodeFault(words.connection.callLost);
    }
    setLooking(false);
  }

  const hovering = useArrivals({
    onFile: (file) => void read(file),
    onText: (pasted) => meaningOf(pasted).is === 'token' && take(pasted),
  });

  async function add(): Promise<void> {
    if (verdict.is !== 'genuine') return;
    const key = keyHex(verdict.identityKey);
    setBusy(true);
    setFault(undefined);
    try {
      if (!added) await host.call('add_contact_token', { token_str: token, display_name: name.trim() });
      setAdded(true);
    } catch (error) {
      setFault(sentence(error));
      setBusy(false);
      return;
    }
    try {
      if (typedAddress) await host.call('inject_peer_address', { peer_pub_key: key, ...typedAddress });
      selected.value = key;
      close();
    } catch (error) {
      setFault(text.addedWithoutAddress(sentence(error)));
      setBusy(false);
    }
  }

  return (
    <form
      ref={form}
      class="add-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
      <TokenWays
        way={way}
        onWay={(next) => {
          setWay(next);
          setCodeFault(undefined);
        }}
      />
      <div class="field-pair">
        <Field label={text.name} placeholder={text.nameExample} value={name} onValue={setName} autofocus />
        <Field
          label={text.address}
          hint={text.addressHint}
          placeholder={text.addressExample}
          value={address}
          onValue={setAddress}
          fault={addressFault}
        />
      </div>
      <TokenSource
        id={`${id}-token`}
        way={way}
        hovering={hovering}
        looking={looking}
        token={token}
        onToken={setToken}
        wrong={'wrong' in verdict ? verdict.wrong : []}
        describedBy={`${id}-verdict`}
        onCode={take}
        onPicture={(file) => void read(file)}
      />
      <div id={`${id}-verdict`} class="verdict" aria-live="polite">
        {codeFault !== undefined && (
          <Note tone="warn" icon="warning">
            {codeFault}
          </Note>
        )}
        {way === 'type' && <VerdictNote verdict={verdict} onCorrect={correct} />}
        {fault !== undefined && (
          <Note tone="bad" icon="warning">
            {fault}
          </Note>
        )}
      </div>
      <footer class="sheet-foot">
        <p>{name.trim() === '' ? text.theyToo : text.theyTooNamed(neutraliseLine(name))}</p>
        <Button onClick={close}>{text.cancel}</Button>
        <Button look="primary" type="submit" disabled={!ready}>
          {busy ? text.adding : text.add}
        </Button>
      </footer>
    </form>
  );
}
