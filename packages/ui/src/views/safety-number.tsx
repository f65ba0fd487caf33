// The sheet on which two people compare their safety number, in digits, symbols or as a code, and note that it was the same.
import { useEffect, useState } from 'preact/hooks';
import type { Contact, SafetyNumber as Numbers } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { Sheet } from '../components/sheet.tsx';
import { SymbolTile } from '../components/symbol-tile.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

const text = words.safety;

export function SafetyNumber({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const name = neutraliseLine(contact.display_name);
  return (
    <Sheet title={text.title(name)} size="wide" onClose={onClose}>
      {(close) => <Comparison contact={contact} name={name} close={close} />}
    </Sheet>
  );
}

function Comparison({ contact, name, close }: { contact: Contact; name: string; close: () => void }) {
  const { host, contacts } = useLoom();
  const key = contactKey(contact.public_key);
  // The sheet was opened with the contact as it was then.
  const verified = (contacts.byKey.value.get(key) ?? contact).verified;
  const [number, setNumber] = useState<Numbers>();
  const [fault, setFault] = useState<string>();

  useEffect(() => {
    host
      .call('get_safety_number', { contact_pub_key: key })
      .then(setNumber, (error: unknown) => setFault(sentence(error)));
  }, [host, key]);

  async function mark(isVerified: boolean): Promise<void> {
    try {
      await host.call('mark_verified', { contact_pub_key: key, verified: isVerified });
      setFault(undefined);
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <div class="safety">
      {number === undefined ? <p>{text.making}</p> : <Forms number={number} name={name} />}
      <p class="sheet-text">{text.text(name)}</p>
      <div class="verdict" aria-live="polite">
        {verified && (
          <Note tone="ok" icon="ring">
            {text.verified(name)}
          </Note>
        )}
        {fault !== undefined && (
          <Note tone="bad" icon="warning">
            {fault}
          </Note>
        )}
      </div>
      <footer class="sheet-foot">
        {verified && <Button onClick={() => void mark(false)}>{text.undo}</Button>}
        <Button onClick={close}>{text.close}</Button>
        {!verified && (
          <Button look="primary" icon="check" disabled={number === undefined} onClick={() => void mark(true)}>
            {text.mark}
          </Button>
        )}
      </footer>
    </div>
  );
}

function Forms({ number, name }: { number: Numbers; name: string }) {
  const [form, setForm] = useState<'digits' | 'symbols'>('digits');
  return (
    <>
      <div class="safety-forms" role="group" aria-label={text.form}>
        <Button aria-pressed={form === 'digits'} onClick={() => setForm('digits')}>
          {text.digits}
        </Button>
        <Button aria-pressed={form === 'symbols'} onClick={() => setForm('symbols')}>
          {text.symbols}
        </Button>
      </div>
      {form === 'digits' ? (
        <div class="safety-number">
          <ol role="list" class="safety-digits" aria-label={text.digits}>
            {(number.digits.match(/.{5}/g) ?? []).map((group, index) => (
              <li key={index}>{group}</li>
            ))}
          </ol>
          <div class="code-tile">
            <QrCode text={number.qr} label={text.code(name)} />
          </div>
        </div>
      ) : (
        <ol role="list" class="safety-symbols" aria-label={text.symbols}>
          {number.symbols.map((symbol, index) => (
            <SymbolTile key={index} {...symbol} />
          ))}
        </ol>
      )}
    </>
  );
}
