// Where the key of the database is kept, what each place means, and the way from one to another.
import { useEffect, useState } from 'preact/hooks';
import type { KeyChoice, KeyChoices, Status } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { NewPassphrase } from '../../components/new-passphrase.tsx';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { reasonInWords, words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';

const text = words.lock;
const places = ['key-file', 'keychain', 'passphrase'] as const satisfies readonly KeyChoice[];

type Custody = Status['key_custody'];

export function KeyCustodyGroup({ custody }: { custody: Custody }) {
  const { host } = useLoom();
  const [choices, setChoices] = useState<KeyChoices>();
  const [wanted, setWanted] = useState<KeyChoice>();

  useEffect(() => {
    // Without an answer nothing is offered that may not be there.
    host.call('get_key_choices', {}).then(setChoices, () => {});
  }, [host, custody]);

  return (
    <section class="settings-group" aria-label={text.custody}>
      <h3>{text.custody}</h3>
      <p>{custody === 'memory' ? text.memory : text.custodyLead}</p>
      {custody !== 'memory' && (
        <ul role="list" class="key-places">
          {places.map((place) => (
            <Place
              key={place}
              place={place}
              current={place === custody}
              why={place === 'keychain' && choices?.keychain === false ? keychainReason(choices) : undefined}
              onWant={() => setWanted(place)}
            />
          ))}
        </ul>
      )}
      {wanted && <MoveKey to={wanted} from={custody} onClose={() => setWanted(undefined)} />}
    </section>
  );
}

function keychainReason({ keychain_reason: reason, fault }: KeyChoices): string {
  return reasonInWords({ reason, fault }) ?? '';
}

interface PlaceProps {
  place: KeyChoice;
  current: boolean;
  /** Why it can't be chosen now. */
  why: string | undefined;
  onWant: () => void;
}

function Place({ place, current, why, onWant }: PlaceProps) {
  const { name, means } = text.choices[place];
  return (
    <li class="key-place" data-current={current}>
      <Icon name={current ? 'ring' : place === 'key-file' ? 'storage' : 'lock'} />
      <div>
        <b>
          {name}
          {current && <span class="key-in-use">{text.inUse}</span>}
        </b>
        <p>{means}</p>
        {why !== undefined && !current && <p class="key-why">{why}</p>}
      </div>
      {current && place === 'passphrase' && (
        <Button aria-label={text.changePassphraseLabel} onClick={onWant}>
          {text.changePassphrase}
        </Button>
      )}
      {!current && why === undefined && (
        <Button aria-label={text.useNamed(name)} onClick={onWant}>
          {text.use}
        </Button>
      )}
    </li>
  );
}

interface MoveKeyProps {
  from: Custody;
  to: KeyChoice;
  onClose: () => void;
}

function MoveKey({ from, to, onClose }: MoveKeyProps) {
  // By the time that the sheet sinks it is elsewhere already.
  const [was] = useState(from);
  const title = to !== 'passphrase' ? text.moveTitle : was === to ? text.changeTitle : text.setTitle;
  return (
    <Sheet title={title} size="small" onClose={onClose}>
      {(close) => <MoveForm closed={was === 'passphrase'} to={to} close={close} />}
    </Sheet>
  );
}

interface MoveFormProps {
  /** A passphrase protects it now. */
  closed: boolean;
  to: KeyChoice;
  close: () => void;
}

function MoveForm({ closed, to, close }: MoveFormProps) {
  const { host } = useLoom();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<string>();
  const { busy, fault, ask } = useAsk();
  const open = to === 'passphrase';
  const ready = (!closed || current !== '') && (!open || next !== undefined) && !busy;

  const move = (): Promise<void> =>
    ask(async () => {
      await host.call('set_key_custody', {
        kind: to,
        ...(closed && { current_passphrase: current }),
        ...(next !== undefined && { passphrase: next }),
      });
      close();
    });

  return (
    <form
      class="steps-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void move();
      }}
    >
      <p class="sheet-text">{open ? text.setText : text.moveText}</p>
      {closed && (
        <PassphraseField
          label={text.currentPassphrase}
          value={current}
          onValue={setCurrent}
          disabled={busy}
          autofocus
        />
      )}
      {open && <NewPassphrase onPassphrase={setNext} disabled={busy} autofocus={!closed} />}
      <Trouble fault={fault} />
      <footer class="sheet-foot">
        <p role="status">{busy && text.working}</p>
        <Button onClick={close} disabled={busy}>
          {text.cancel}
        </Button>
        <Button look="primary" type="submit" disabled={!ready}>
          {open ? text.save : text.move}
        </Button>
      </footer>
    </form>
  );
}
