// The sheet for meeting somebody nearby: this device is visible while it is open; who is there, what to compare, and what came of
// it. Names in it are what the other side calls itself.
import { useEffect, useState } from 'preact/hooks';
import type { Nearby, Pairing } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { SymbolTile } from '../components/symbol-tile.tsx';
import { reasonInWords, words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

const text = words.pairing;
const secondMs = 1_000;

export function MeetNearby({ onClose }: { onClose: () => void }) {
  const { pairing } = useLoom();
  const compared = pairing.compared.value;
  return (
    <Sheet
      title={compared === undefined ? text.title : text.compareTitle}
      size="wide"
      onClose={() => {
        // Whoever closes it is not to be seen any more; a connection that is lost has ended that already.
        pairing.close().catch(() => {});
        onClose();
      }}
    >
      {(close) => <Meeting close={close} />}
    </Sheet>
  );
}

function Meeting({ close }: { close: () => void }) {
  const { pairing, selected } = useLoom();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(true);
  const now = pairing.now.value;
  const compared = pairing.compared.value;
  const left = useTimeLeft(now.visible_until);
  const met = now.nearby.filter(({ step }) => step === 'done').at(-1);

  function attempt(work: () => Promise<void>): void {
    setFault(undefined);
    work()
      .catch((error: unknown) => setFault(sentence(error)))
      .finally(() => setBusy(false));
  }

  useEffect(() => attempt(pairing.open), [pairing]);

  return (
    <div class="meeting">
      {compared ? (
        // Another string is another pair of buttons: a tap that was meant for the one before finds none.
        <Compare
          key={compared.digits}
          nearby={compared}
          onAnswer={(same) => attempt(() => pairing.answer(compared, same))}
        />
      ) : (
        <People
          pairing={now}
          busy={busy}
          onStart={(id) => attempt(() => pairing.start(id))}
          onOpen={(key) => {
            selected.value = key;
            close();
          }}
        />
      )}
      <div role="status">
        {met && !compared && (
          <Note tone="ok" icon="check">
            {text.met(neutraliseLine(met.name))}
          </Note>
        )}
      </div>
      {fault !== undefined && (
        <Note tone="bad" icon="warning">
          {fault}
        </Note>
      )}
      <footer class="sheet-foot">
        <p>
          {left === undefined
            ? busy
              ? ''
              : text.hidden(now.failed_tries)
            : `${text.visible} ${compared ? text.afterBoth : text.theyToo}`}
        </p>
        {left !== undefined && (
          <span class="time-left figures" role="timer">
            <span class="visually-hidden">{text.timeLeft} </span>
            {left}
          </span>
        )}
        {left === undefined && !busy && (
          <Button look="primary" onClick={() => attempt(pairing.open)}>
            {text.again}
          </Button>
        )}
      </footer>
    </div>
  );
}

interface PeopleProps {
  pairing: Pairing;
  busy: boolean;
  onStart: (id: string) => void;
  onOpen: (key: string) => void;
}

function People({ pairing, busy, onStart, onOpen }: PeopleProps) {
  const { nearby, visible_until: until } = pairing;
  const isFree = until !== undefined && !nearby.some(({ step }) => step === 'waiting' || step === 'compare');
  return (
    <>
      <p class="sheet-text">{text.lead}</p>
      {nearby.length === 0 ? (
        <p class="meeting-none">
          <Icon name="nearby" size={28} />
          <span>{busy || until !== undefined ? text.looking : text.nobody}</span>
        </p>
      ) : (
        <ul role="list" class="meeting-people" aria-label={text.people}>
          {nearby.map((person) => (
            <Person
              key={person.nearby_id}
              nearby={person}
              isFree={isFree}
              onStart={onStart}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface PersonProps {
  nearby: Nearby;
  isFree: boolean;
  onStart: (id: string) => void;
  onOpen: (key: string) => void;
}

function Person({ nearby, isFree, onStart, onOpen }: PersonProps) {
  const { nearby_id: id, step, public_key: key } = nearby;
  const reason = reasonInWords(nearby);
  const name = neutraliseLine(nearby.name);
  return (
    <li>
      <div class="meeting-name">
        <b>{name}</b>
        <span>{step === 'done' ? text.verified : step === 'waiting' ? text.reaching : text.unverified}</span>
        {reason !== undefined && <p class="meeting-reason">{neutraliseLine(reason)}</p>}
      </div>
      {key === undefined ? (
        <Button
          aria-label={step === 'failed' ? text.tryAgainWith(name) : text.compareWith(name)}
          disabled={!isFree}
          onClick={() => onStart(id)}
        >
          {step === 'failed' ? text.tryAgain : text.compare}
        </Button>
      ) : (
        <Button look="primary" aria-label={text.openWith(name)} onClick={() => onOpen(contactKey(key))}>
          {text.open}
        </Button>
      )}
    </li>
  );
}

function Compare({ nearby, onAnswer }: { nearby: Nearby; onAnswer: (same: boolean) => void }) {
  const { symbols = [], digits = '', step } = nearby;
  const name = neutraliseLine(nearby.name);
  const [first, second] = [digits.slice(0, 3), digits.slice(3)];
  return (
    <>
      <p class="sheet-text">{text.compareLead(name)}</p>
      <ol role="list" class="symbols" aria-label={text.symbols}>
        {symbols.map((symbol, place) => (
          <SymbolTile key={place} {...symbol} />
        ))}
      </ol>
      <p class="digits figures">
        <span class="visually-hidden">{text.digits}</span>
        <b>
          {first} {second}
        </b>
      </p>
      {step === 'compare' ? (
        <div class="answers">
          <Button look="danger" onClick={() => onAnswer(false)}>
            {text.different}
          </Button>
          <Button look="primary" icon="check" onClick={() => onAnswer(true)}>
            {text.same}
          </Button>
        </div>
      ) : (
        <p class="answers-waiting" role="status">
          {text.waiting(name)}
        </p>
      )}
    </>
  );
}

/** `4:59`, once a second; undefined while nobody can see this device. */
function useTimeLeft(until: number | undefined): string | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), secondMs);
    return () => clearInterval(timer);
  }, [until]);
  if (until === undefined) return undefined;
  const seconds = Math.max(0, Math.ceil((until - now) / secondMs));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
