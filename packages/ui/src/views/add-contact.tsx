// The sheet for adding somebody: their token, the name to show, and an address where they are not found by themselves.
import { useEffect, useId, useState } from 'preact/hooks';
import { keyHex, tokenLength, tokenPlace, type Fault, type PublicKey } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { TokenEntry } from '../components/cloth.tsx';
import { Field } from '../components/field.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { CallError } from '../host.ts';
import { words } from '../messages/words.ts';
import { sentence } from '../state/threads.ts';
import { readAddress } from '../text/address.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { formatToken, readToken } from '../text/token.ts';
import { useLoom } from './context.ts';

const text = words.add;
const checkDelayMs = 150;

type Verdict =
  | { readonly is: 'none' }
  | { readonly is: 'genuine'; readonly identityKey: PublicKey }
  | { readonly is: 'faulty'; readonly why: string; readonly wrong: readonly number[] }
  | { readonly is: 'mistyped'; readonly wrong: readonly number[]; readonly typo: Typo };

type Typo = Extract<Fault, { code: 'token-typo' }>;

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
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [token, setToken] = useState(() => formatToken(linked));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [added, setAdded] = useState(false);
  const verdict = useVerdict(token);

  const typedAddress = address.trim() === '' ? undefined : readAddress(address);
  const addressFault = address.trim() !== '' && !typedAddress ? text.addressFault : undefined;
  const ready = verdict.is === 'genuine' && name.trim() !== '' && addressFault === undefined && !busy;

  function correct(correction: string): void {
    setToken(formatToken(correction));
    // The button that was pressed goes away with what it offered.
    document.getElementById(`${id}-token`)?.focus();
  }

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
      class="add-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
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
      <div class="field-head">
        <label for={`${id}-token`}>{text.token}</label>
        <span class="figures">{text.tokenCount(readToken(token).body.length, tokenLength)}</span>
      </div>
      <TokenEntry
        id={`${id}-token`}
        value={token}
        onValue={setToken}
        wrong={'wrong' in verdict ? verdict.wrong : []}
        describedBy={`${id}-verdict`}
      />
      <div id={`${id}-verdict`} class="verdict" aria-live="polite">
        <VerdictNote verdict={verdict} onCorrect={correct} />
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

interface VerdictNoteProps {
  verdict: Verdict;
  onCorrect: (correction: string) => void;
}

function VerdictNote({ verdict, onCorrect }: VerdictNoteProps) {
  switch (verdict.is) {
    case 'none':
      return null;
    case 'genuine':
      return (
        <Note tone="ok" icon="ring">
          {text.genuine}
        </Note>
      );
    case 'mistyped': {
      const { place, position, found, expected, correction } = verdict.typo;
      const { within } = tokenPlace(position);
      return (
        <Note
          tone="warn"
          icon="warning"
          action={<Button onClick={() => onCorrect(correction)}>{text.correct(expected)}</Button>}
        >
          <b>{text.characterAt(place)}</b>
          {text.typo(within, found, expected)}
        </Note>
      );
    }
    case 'faulty': {
      const [first] = verdict.wrong;
      return (
        <Note tone="bad" icon="warning">
          {first !== undefined && <b>{text.characterAt(tokenPlace(first + 1).name)}</b>}
          {verdict.why}
        </Note>
      );
    }
  }
}

/** Asks the engine what it thinks of the token, a moment after the last change. */
function useVerdict(token: string): Verdict {
  const { host } = useLoom();
  const [verdict, setVerdict] = useState<Verdict>({ is: 'none' });

  useEffect(() => {
    if (token.trim() === '') {
      setVerdict({ is: 'none' });
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      host.call('parse_token', { token_str: token }).then(
        (parsed) => current && setVerdict({ is: 'genuine', identityKey: parsed.identity_key }),
        (error: unknown) => current && setVerdict(verdictOn(error)),
      );
    }, checkDelayMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [host, token]);

  return verdict;
}

function verdictOn(error: unknown): Verdict {
  const fault = error instanceof CallError ? error.fault : undefined;
  if (fault?.code === 'token-typo') {
    const first = fault.position - 1;
    return { is: 'mistyped', typo: fault, wrong: Array.from(fault.found, (_, index) => first + index) };
  }
  const wrong = fault?.code === 'token-alphabet' ? [fault.position - 1] : [];
  return { is: 'faulty', why: sentence(error), wrong };
}
