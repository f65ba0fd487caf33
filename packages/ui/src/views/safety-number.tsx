// Where two people compare their safety number, in digits, symbols or as a code, and note that it was the same.
import { useEffect, useState } from 'preact/hooks';
import type { Contact, SafetyNumber as Numbers } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { SymbolTile } from '../components/symbol-tile.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { CompareByCamera, OutcomeNote, type Compared } from './compare-by-camera.tsx';
import { useLoom } from './context.ts';

const text = words.safety;

export function SafetyNumber({ contact, name }: { contact: Contact; name: string }) {
  const { host } = useLoom();
  const key = contactKey(contact.public_key);
  const { verified } = contact;
  const [number, setNumber] = useState<Numbers>();
  const [fault, setFault] = useState<string>();
  const [compared, setCompared] = useState<Compared>();

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

  /** A code of something else takes back nothing of what was seen. */
  function take(came: Compared): void {
    setCompared((before) => (came === 'same' || came === 'different' ? came : before));
  }

  return (
    <section class="safety" aria-label={text.title} data-part="safety">
      <h3>{text.title}</h3>
      {number === undefined ? (
        fault === undefined && <p class="safety-making">{text.making}</p>
      ) : (
        <Forms number={number} name={name} onCompared={take} />
      )}
      <div class="verdict" aria-live="polite">
        {compared === 'different' && <OutcomeNote outcome={compared} name={name} />}
      </div>
      <p class="safety-text">{text.text(name)}</p>
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
      {verified ? (
        <Button wide onClick={() => void mark(false)}>
          {text.undo}
        </Button>
      ) : (
        <Button
          look="primary"
          icon="check"
          wide
          // What was seen to be different is not the same by a press.
          disabled={number === undefined || compared === 'different'}
          onClick={() => void mark(true)}
        >
          {text.mark}
        </Button>
      )}
    </section>
  );
}

type Form = 'digits' | 'symbols' | 'code';

interface FormsProps {
  number: Numbers;
  name: string;
  onCompared: (outcome: Compared) => void;
}

function Forms({ number, name, onCompared }: FormsProps) {
  const { host } = useLoom();
  const [form, setForm] = useState<Form>('digits');
  const forms: readonly Form[] = ['digits', 'symbols', 'code'];
  return (
    <>
      <div class="segments" role="group" aria-label={text.form}>
        {forms.map((one) => (
          <button
            key={one}
            type="button"
            class="segment"
            data-chosen={form === one}
            aria-pressed={form === one}
            onClick={() => setForm(one)}
          >
            {text.forms[one]}
          </button>
        ))}
      </div>
      {form === 'digits' && (
        <ol role="list" class="safety-digits" aria-label={text.forms.digits}>
          {(number.digits.match(/.{5}/g) ?? []).map((group, index) => (
            <li key={index}>{group}</li>
          ))}
        </ol>
      )}
      {form === 'symbols' && (
        <ol role="list" class="safety-symbols" aria-label={text.forms.symbols}>
          {number.symbols.map((symbol, index) => (
            <SymbolTile key={index} {...symbol} />
          ))}
        </ol>
      )}
      {form === 'code' && (
        <>
          <div class="code-tile">
            <QrCode text={number.qr} label={text.code(name)} />
          </div>
          {host.can.scanQr && <CompareByCamera ours={number.qr} name={name} onCompared={onCompared} />}
        </>
      )}
    </>
  );
}
